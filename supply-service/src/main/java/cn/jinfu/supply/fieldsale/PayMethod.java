package cn.jinfu.supply.fieldsale;

/** How the buyer paid at the field: 现金, 微信/支付宝, 转账, 欠着. */
public enum PayMethod {

	CASH, WECHAT, TRANSFER, LATER

}
