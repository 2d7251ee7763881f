package cn.jinfu.supply;

import cn.jinfu.member.Mandates;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Turnover;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * Supply on the real database, with one context for all: its neighbours are stand-ins.
 */
@SpringBootTest
public abstract class MockedNeighbours {

	@MockitoBean
	protected MemberDirectory members;

	@MockitoBean
	protected Turnover turnover;

	@MockitoBean
	protected ServiceUse uses;

	@MockitoBean
	protected Mandates mandates;

	@MockitoBean
	protected SaleGate gate;

	@MockitoBean
	protected LotDispatch dispatch;

	@MockitoBean
	protected LotStock stock;

}
