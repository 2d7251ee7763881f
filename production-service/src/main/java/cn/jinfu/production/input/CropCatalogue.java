package cn.jinfu.production.input;

import java.util.List;
import java.util.Optional;

import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class CropCatalogue implements Crops {

	private static final RowMapper<Crop> ROW = (row, n) -> new Crop(row.getString(1), row.getString(2),
			Group.valueOf(row.getString(3)));

	private final JdbcClient sql;

	@Override
	public List<Crop> all() {
		return sql.sql("select code, name, crop_group from production_crop order by sort").query(ROW).list();
	}

	@Override
	public Optional<Crop> find(String code) {
		return sql.sql("select code, name, crop_group from production_crop where code = ?")
			.param(code)
			.query(ROW)
			.optional();
	}

}
