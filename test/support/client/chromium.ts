import { afterAll, beforeAll } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../../dev/chromium.js';

/** A browser for the tests of a file. It finds some names at 127.0.0.1. */
export function useChromium(...names: string[]): { readonly browser: Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: [
        ...CHROMIUM_FLAGS,
        ...(names.length === 0
          ? []
          : [`--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1`).join(',')}`]),
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    get browser() {
      return browser!;
    },
  };
}
