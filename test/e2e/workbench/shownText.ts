import type { Locator } from 'playwright-core';

/** What can be read in the first of these elements, line breaks included, once it is there. */
export async function shownText(locator: Locator): Promise<string> {
  const first = locator.first();
  await first.waitFor();
  return (await first.allInnerTexts()).join('').trim();
}
