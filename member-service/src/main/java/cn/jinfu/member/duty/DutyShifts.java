package cn.jinfu.member.duty;

import java.util.UUID;

import org.springframework.data.repository.Repository;

interface DutyShifts extends Repository<DutyShift, UUID> {

	DutyShift saveAndFlush(DutyShift shift);

}
