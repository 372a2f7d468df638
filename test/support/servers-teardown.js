export default async function tearDown() {
  await globalThis.storelightTestServers?.stop();
}
