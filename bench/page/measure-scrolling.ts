import type { Browser } from 'playwright-core';

const STEPS = 300;

/** A plain table of 100,000 rows takes a minute. */
const LOAD_TIMEOUT_MS = 300_000;

/** Scrolls by 120 pixels each frame, as a person who turns the wheel fast, and measures the time from frame to frame. */
const SCROLL = `(selector, steps) => new Promise((resolve) => {
  const element = document.querySelector(selector);
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    element.scrollBy(0, 120);
    if (times.length < steps) requestAnimationFrame(step);
    else resolve({ times: times.slice(1), rows: element.querySelectorAll('tr').length, seen: element.scrollTop });
  };
  requestAnimationFrame(step);
})`;

/** How smoothly an element scrolls: at 60 frames a second there are 16.7 ms from one to the next. */
export async function measureScrolling(browser: Browser, name: string, url: string, selector: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit', timeout: LOAD_TIMEOUT_MS });
  await page.locator(`${selector} tbody tr >> nth=5`).waitFor({ timeout: LOAD_TIMEOUT_MS });
  const { times, rows, seen } = await page.evaluate<{ times: number[]; rows: number; seen: number }>(
    `(${SCROLL})(${JSON.stringify(selector)}, ${STEPS})`,
  );
  await context.close();
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  console.log(
    `${name}, scrolled by ${seen.toFixed(0)} pixels in ${STEPS} frames: a frame took ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ` +
      `${at(1)} ms (longest); ${rows} rows in the document`,
  );
}
