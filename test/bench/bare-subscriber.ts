/** The least that anybody could do with a city's events: hears them by mqtt.js and counts. */
import { connect } from 'node:net';
import { MqttClient } from 'mqtt';

const { hostname, port } = new URL(process.argv[2] ?? '');
const client = new MqttClient(() => connect({ host: hostname, port: Number(port), noDelay: true }), {
  protocolVersion: 5,
});
let count = 0;
client.on('message', () => {
  count++;
});
client.on('connect', () => client.subscribe('yike/v1/+/up/#', { qos: 1 }, () => process.stdout.write('listening\n')));
setInterval(() => process.stdout.write(`${count}\n`), 1000);
process.stdin.on('end', () => process.exit(0)).resume();
