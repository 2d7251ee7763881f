package cn.jinfu.production.service.provider;

/** 拖拉机, 播种插秧机, 植保无人机, 喷雾机, 收割机, 烘干机, 水泵, 其他. */
public enum MachineKind {

	TRACTOR, SEEDER, DRONE, SPRAYER, HARVESTER, DRYER, PUMP, OTHER

}
