import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../data/random.js';
import { percentilesOf } from './percentiles.js';

const EACH_MS = 1_000;

/**
 * A process of its own, so that nothing else delays what it measures: clients that each ask for an address once a second, over a
 * connection of their own and from a random moment on. Prints the percentiles as JSON.
 *
 *   node status-clients.js URL CLIENTS SECONDS
 */
const [url, clients, seconds] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];
const random = new Random(1);
const times: number[] = [];

async function ask(agent: Agent): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
        resolve(performance.now() - begun);
      });
    }).on('error', reject);
  });
}

async function askAgainAndAgain(until: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await pause(random.share() * EACH_MS);
  // Opens the connection.
  await ask(agent);
  for (let due = performance.now() + EACH_MS; due < until; due += EACH_MS) {
    await pause(Math.max(0, due - performance.now()));
    times.push(await ask(agent));
  }
  agent.destroy();
}

const until = performance.now() + seconds * 1000;
await Promise.all(Array.from({ length: clients }, () => askAgainAndAgain(until)));
console.log(JSON.stringify(percentilesOf(times)));
