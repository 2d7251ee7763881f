package cn.jinfu.member.register;

import java.util.List;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface Posts extends Repository<Post, UUID> {

	List<Post> findByMemberIdAndToOnIsNull(UUID memberId);

	Post save(Post post);

	Post saveAndFlush(Post post);

}
