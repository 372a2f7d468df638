import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { waitFor } from '../wait-for.js';

/** What axe checks: WCAG 2.2, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export interface PageOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** What the clock of the browser shows; its own time by default. */
  readonly now?: string;
}

const HEIGHT = 900;

/** Opens an address in a browser that is in Berlin. An error that the page does not catch fails the test at the next look. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<Page> {
  const { width = 1_280, scheme = 'light', now } = options;
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    colorScheme: scheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  if (now !== undefined) await page.clock.setFixedTime(now);
  await page.goto(url);
  return page;
}

/** Checks that people can use the page with a keyboard, a screen reader and weak sight, as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
  expect(found).toEqual([]);
}

/** Checks that a page of phone width does not scroll sideways. */
export async function expectFits(page: Page): Promise<void> {
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(beyond).toBe(0);
}

/** Checks what an address shows in both colour schemes, wide and narrow. */
export async function expectGoodPage(
  browser: Browser,
  url: string,
  { ready, ...options }: PageOptions & { readonly ready: (page: Page) => Promise<unknown> },
): Promise<void> {
  for (const [scheme, width] of [['light', 1_280] as const, ['dark', 390] as const]) {
    const page = await openPage(browser, url, { ...options, scheme, width });
    await ready(page);
    // What is loading fades in, and axe would measure the contrast of the fading.
    await waitFor('nothing to be loading', async () => (await page.locator('.loading').count()) === 0);
    await expectAccessible(page);
    await expectFits(page);
    await page.context().close();
  }
}
