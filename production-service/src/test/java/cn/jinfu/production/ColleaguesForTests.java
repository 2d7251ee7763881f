package cn.jinfu.production;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Colleagues;
import cn.jinfu.kernel.Tenant;
import org.springframework.stereotype.Component;

/** The staff that the platform would know. */
@Component
class ColleaguesForTests implements Colleagues {

	private final List<Actor> staff = new CopyOnWriteArrayList<>();

	Actor with(Actor person) {
		staff.add(person);
		return person;
	}

	@Override
	public List<Actor> able(String permission) {
		return staff.stream().filter(it -> it.tenantId().equals(Tenant.require()) && it.may(permission)).toList();
	}

}
