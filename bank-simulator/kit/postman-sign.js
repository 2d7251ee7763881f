// 行方网关方式，HMAC-SHA256 密钥：在变量里填 clientId、keyId、secret（base64，申请密钥时告诉一次）
// Gateway profile with an HMAC key: fill in clientId, keyId and secret
const crypto = require('crypto-js');
const sent = pm.request.body && pm.request.body.raw ? pm.variables.replaceIn(pm.request.body.raw) : '';
const url = pm.variables.replaceIn(pm.request.url.toString());
const target = url.replace(/^https?:\/\/[^/]+/, '');
const key = pm.variables.replaceIn('{{$guid}}');
const nonce = pm.variables.replaceIn('{{$guid}}');
const now = Math.floor(Date.now() / 1000);
const digest = crypto.SHA256(sent).toString(crypto.enc.Hex);
const idempotency = pm.request.method === 'GET' ? '-' : key;
const text = ['jinfu-gateway', pm.variables.get('clientId'), pm.variables.get('keyId'), now, nonce, pm.request.method, target, idempotency, digest].join('\n');
const signature = crypto.HmacSHA256(text, crypto.enc.Base64.parse(pm.variables.get('secret'))).toString(crypto.enc.Base64);
if (idempotency !== '-') pm.request.headers.upsert({ key: 'Idempotency-Key', value: key });
pm.request.headers.upsert({ key: 'Jinfu-Signature', value: `client="${pm.variables.get('clientId')}", keyid="${pm.variables.get('keyId')}", timestamp=${now}, nonce="${nonce}", digest="${digest}", signature="${signature}"` });
