import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { openPage } from '../support/client/page.js';
import { hours, importText, polls, zones } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const NOW = '2023-02-01T00:00:00Z';

/** The worked case of docs/rules.md: Monday 18:00 to Tuesday 01:00, polls at 23:00 and 00:30, which share the time at 23:45. */
const BAR_HOURS = hours('bar,0,18:00:00,23:59:00', 'bar,1,00:00:00,01:00:00');
const BAR_POLLS = ['bar,2023-01-30 23:00 UTC,active', 'bar,2023-01-31 00:30 UTC,inactive'];

/** Every three hours of a week, and down each second time. */
const FLAPPING_POLLS = Array.from({ length: 54 }, (_, index) => {
  const at = new Date(Date.parse('2023-01-25T00:00:00Z') + index * 3 * 3_600_000).toISOString();
  return `flapper,${at.slice(0, 16).replace('T', ' ')} UTC,${index % 2 === 0 ? 'active' : 'inactive'}`;
});

describeInChromium("a store's page", () => {
  const chromium = useChromium();
  const system = useSystem();
  const open = (path: string) => openPage(chromium.browser, `${system.url}/ui/stores/${path}`, { now: NOW });
  const strips = (page: Page) => page.locator('.strip-row svg[role=group]');

  beforeAll(async () => {
    await importText(system.database, zones('bar,UTC', 'diner,America/New_York', 'kiosk,UTC', 'flapper,UTC'));
    await importText(system.database, BAR_HOURS);
    await importText(system.database, hours('kiosk,1,08:00:00,23:00:00'));
    await importText(
      system.database,
      polls(
        ...BAR_POLLS,
        'diner,2022-11-06 12:00 UTC,active',
        'kiosk,2023-01-31 10:00 UTC,inactive',
        'last,2023-01-31 12:00 UTC,active',
        ...FLAPPING_POLLS,
      ),
    );
  });

  it('shows the worked case of rule 3: up for 5 h 45 min, down for 1 h 15 min', async () => {
    const page = await open('bar?first=2023-01-30&last=2023-01-31');
    const day = page.locator('.strip-row', { hasText: 'Mon, 30 Jan' });
    await day.getByText('95.83 %').waitFor();
    await page.getByText('online 82.14 % of its observed open time, down for 1 h 15 min of 7 h.').waitFor();
    const states = await strips(page)
      .locator('[data-state]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-state')));
    expect(states).toEqual(['up', 'down', 'down']);
    await page.context().close();
  });

  it('has the segments and the figures of the API', async () => {
    const { body: days } = await system.http.get(
      '/stores/bar/days?firstDate=2023-01-25&lastDate=2023-01-31&asOf=2023-01-31T12:00:00Z',
    );
    const query = `from=${days.from}&to=${days.to}&asOf=${days.asOf}`;
    const { body: timeline } = await system.http.get(`/stores/bar/timeline?${query}`);
    const page = await open('bar');
    await page.getByText('Show as a table').click();
    const table = page.getByRole('region', { name: 'The strip as a table' });
    const instants = await table.locator('time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
    expect(instants).toEqual(timeline.segments.flatMap(({ from, to }: { from: string; to: string }) => [from, to]));
    await page.locator('.headline-figure', { hasText: `${days.total.uptimePercent.toFixed(2)} %` }).waitFor();
    await page.context().close();
  });

  it.each(['A4', 'Letter'])('is printed on one sheet of %s, however often the store was down', async (format) => {
    const page = await open('flapper');
    await page.getByText('The 54 polls of these days').waitFor();
    await page.getByRole('columnheader', { name: 'Open time down' }).waitFor();
    await page.getByText('A dotted ring: not observed').waitFor();
    const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    await page.getByText('And 17 shorter ones.').waitFor();
    await page.context().close();
  });

  it('says why a stretch has its state, to the keyboard as to the mouse', async () => {
    const page = await open('bar?first=2023-01-30&last=2023-01-31');
    const why = page.locator('.explanation');
    await strips(page).locator('[data-state=up]').first().hover();
    await why.getByText('A poll at 30 Jan, 23:00 UTC found the store active.').waitFor();
    await why.getByText('It ends halfway to the poll at 31 Jan, 00:30 UTC.').waitFor();
    await strips(page).locator('[data-state=up]').first().focus();
    await page.keyboard.press('ArrowRight');
    await why.getByText('A poll at 31 Jan, 00:30 UTC found the store inactive.').waitFor();
    expect(await why.getByRole('link', { name: 'Rule 10' }).getAttribute('href')).toBe('/ui/rules.html#rule-10');
    await page.goto(`${system.url}/ui/rules.html#rule-10`);
    expect(await page.locator('#rule-10').innerText()).toMatch(/^10\. /);
    await page.context().close();
  });

  it('has a day of 25 hours where the clock falls back', async () => {
    const page = await open('diner?first=2022-11-05&last=2022-11-07');
    await page.locator('.strip-row', { hasText: 'Sun, 6 Nov' }).getByText('1 d 1 h: the clock changes').waitFor();
    const widths = await strips(page).evaluateAll((all) =>
      all.map((one) => one.querySelector('.strip-day')!.getAttribute('width')),
    );
    expect(widths).toEqual(['96%', '100%', '96%']);
    await page.context().close();
  });

  it('shows what other hours would do before they are saved, and saves them', async () => {
    await importText(system.database, hours('cafe,0,00:00:00,24:00:00', 'cafe,1,00:00:00,24:00:00'));
    await importText(system.database, polls('cafe,2023-01-30 23:00 UTC,active', 'cafe,2023-01-31 09:00 UTC,inactive'));
    const page = await open('cafe');
    await page.getByRole('button', { name: 'Edit hours and zone' }).click();
    const before = (await system.http.get('/stores/cafe/business-hours')).body;
    const tuesday = page.getByRole('group', { name: 'Tuesday' });
    await tuesday.getByLabel('Closes').fill('01:00');
    await page.getByText(/→ .* down of/).waitFor();
    expect((await system.http.get('/stores/cafe/business-hours')).body).toEqual(before);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit hours and zone' }).waitFor();
    const saved = (await system.http.get('/stores/cafe/business-hours')).body;
    expect(saved.map(({ close }: { close: string }) => close)).toEqual([
      expect.stringMatching(/^(24:00|23:59:59)/),
      expect.stringMatching(/^01:00/),
    ]);
    await page.context().close();
  });

  it('saves hours and zone after a zone that does not exist was put right', async () => {
    await importText(system.database, hours('deli,0,09:00:00,17:00:00'));
    const page = await open('deli');
    await page.getByRole('button', { name: 'Edit hours and zone' }).click();
    await page.getByRole('group', { name: 'Monday' }).getByLabel('Closes').fill('18:00');
    await page.getByLabel('Time zone').fill('Europe/Atlantis');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Europe/Atlantis').first().waitFor();
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Business hours, Europe/Berlin' }).waitFor();
    await page.getByText('09:00-18:00').waitFor();
    await page.context().close();
  });

  it('closes a store on a date, after it has shown what that does, and says so on the strip', async () => {
    const page = await open('bar');
    await page.getByRole('button', { name: 'Add special hours' }).click();
    const times = page.getByLabel('Open, such as');
    await page.getByLabel('Date', { exact: true }).fill('2023-01-30');
    await times.fill('18:00-late');
    await page.getByLabel('Reason').fill('Stocktaking');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').getByText('"late" is not a time of day').waitFor();
    expect(await times.getAttribute('aria-invalid')).toBe('true');
    await times.fill('');
    await page.getByText(/→ .* of 1 h open/).waitFor();
    expect((await system.http.get('/stores/bar/special-hours?from=2023-01-01&to=2023-02-28')).body).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Mon, 30 Jan 2023: closed (Stocktaking)').waitFor();
    await page.locator('.strip-row', { hasText: 'Mon, 30 Jan' }).getByText('closed (Stocktaking)').waitFor();
    await page.getByRole('button', { name: 'Change Mon, 30 Jan 2023' }).click();
    expect(await page.getByLabel('Date', { exact: true }).getAttribute('readonly')).not.toBeNull();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Add special hours' }).click();
    await page.getByLabel('Date', { exact: true }).fill('2023-01-30');
    await page.getByText('This date is closed (Stocktaking) already. Saving replaces that.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Remove Mon, 30 Jan 2023' }).click();
    await page.getByText('None: every date has the hours of its day of the week.').waitFor();
    await page.context().close();
  });

  it('shows the special hours of its groups, on the strip and among its own', async () => {
    const { http } = system;
    await http.send('PATCH', '/stores/bar', { groups: { region: 'west' } });
    for (const date of ['2023-01-29', '2023-01-30']) {
      await http.send('PUT', `/groups/region/west/special-hours/${date}`, { closed: true, reason: 'Holiday' });
    }
    await http.send('PUT', '/stores/bar/special-hours/2023-01-29', { intervals: [{ open: '10:00', close: '11:00' }] });
    const page = await open('bar');
    const ofWest = 'closed (Holiday), of region:west';
    await page.locator('.strip-row', { hasText: 'Mon, 30 Jan' }).getByText(ofWest, { exact: true }).waitFor();
    await page.locator('.strip-row', { hasText: 'Sun, 29 Jan' }).getByText('10:00-11:00', { exact: true }).waitFor();
    await page.getByText(`Sun, 29 Jan 2023: ${ofWest} (the store has its own)`).waitFor();
    await page.getByText(`Mon, 30 Jan 2023: ${ofWest}`).waitFor();
    await http.send('DELETE', '/stores/bar/special-hours/2023-01-29');
    await http.send('PUT', '/groups/region/west/special-hours?from=2023-01-01&to=2023-12-31', []);
    await page.getByText('None of its own.').waitFor();
    await page.getByText('By its groups').waitFor({ state: 'detached' });
    await http.send('PATCH', '/stores/bar', { groups: { region: null } });
    await page.context().close();
  });

  it('excuses an outage with a reason, and ends, explains and removes closures', async () => {
    const page = await open('bar');
    await page.getByRole('button', { name: 'Excuse the outage' }).click();
    await page.getByLabel('Reason').fill('The platform was down');
    await page.getByRole('button', { name: 'Excuse', exact: true }).click();
    const excused = 'Excused, from 30 Jan, 23:45 UTC to 31 Jan, 01:00 UTC';
    await page.getByText(`${excused} (The platform was down)`, { exact: true }).first().waitFor();
    await page.getByText('never down in 7 h. 1 h 15 min are excused.').waitFor();
    await page.locator('[data-state=excused]').first().focus();
    await page.getByText('A closure excuses this time').waitFor();
    await page.getByRole('button', { name: `Change reason ${excused}` }).click();
    await page.getByLabel('Reason').fill('The network');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${excused} (The network)`, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: `Remove ${excused}` }).click();
    await page.getByText('None in these days or later.').waitFor();

    await page.getByRole('button', { name: 'Close or excuse' }).click();
    await page.getByLabel('Kind').selectOption('closed');
    await page.getByLabel("From, on the store's clock").fill('2023-01-30T20:00');
    await page.getByText(/→ .* of 2 h open/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    const closed = 'Closed, from 30 Jan, 20:00 local';
    await page.getByText(`${closed} on, without an end`, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: `End now ${closed}` }).click();
    await page.getByText(`${closed} to 1 Feb, 00:00 UTC`, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: `Remove ${closed}` }).click();
    await page.getByText('None in these days or later.').waitFor();
    await page.context().close();
  });

  it('takes a calendar with special hours, and says what of it was not taken', async () => {
    const page = await open('last');
    const lines = [
      'DTSTART;VALUE=DATE:20230131',
      'SUMMARY:Stocktaking',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20230230',
    ];
    const text = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
    const file = { name: 'closed.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) };
    await page.getByLabel('File with special hours').setInputFiles(file);
    await page.getByText('1 date set. Not taken:').waitFor();
    await page.getByText('DTSTART: there is no date 2023-02-30').waitFor();
    await page.getByText('Tue, 31 Jan 2023: closed (Stocktaking)').waitFor();
    await page.getByLabel('File with special hours').setInputFiles({ ...file, buffer: Buffer.from('[]') });
    await page.getByText("The special hours can't be read").waitFor();
    await page.context().close();
    await system.http.send('DELETE', '/stores/last/special-hours/2023-01-31');
  });

  it('does not overwrite hours that somebody else has saved meanwhile', async () => {
    const page = await open('bar');
    await page.getByRole('button', { name: 'Edit hours and zone' }).click();
    await page.getByRole('group', { name: 'Monday' }).getByLabel('Opens').fill('17:00');
    const hoursOfOthers = [
      { dayOfWeek: 0, open: '18:00', close: '23:59' },
      { dayOfWeek: 1, open: '00:00', close: '01:00' },
      { dayOfWeek: 5, open: '10:00', close: '11:00' },
    ];
    expect((await system.http.send('PUT', '/stores/bar/business-hours', hoursOfOthers)).status).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else has changed the hours meanwhile').waitFor();
    await page.context().close();
    await importText(system.database, BAR_HOURS);
  });

  it('keeps its numbers under a pinned link, whatever comes in', async () => {
    const { body: days } = await system.http.get('/stores/bar/days?lastDate=2023-01-31&asOf=2023-01-31T12:00:00Z');
    const page = await open(
      `bar?first=${days.firstDate}&last=${days.lastDate}&asOf=${days.asOf}&dataVersion=${days.dataVersion}`,
    );
    const figure = page.locator('.headline-figure');
    await figure.waitFor();
    const text = await figure.innerText();
    await system.http.post('/polls', [{ storeId: 'bar', at: '2023-01-31T00:45:00Z', status: 'active' }]);
    await page.reload();
    await figure.waitFor();
    expect(await figure.innerText()).toBe(text);
    const other = await open('bar');
    await waitFor(
      'the newest numbers to be others',
      async () => (await other.locator('.headline-figure').innerText()) !== text,
    );
    await page.context().close();
    await other.context().close();
  });

  it('goes back to the list when the store is deleted, and then says that there is none', async () => {
    await importText(system.database, zones('gone,UTC'));
    const page = await open('gone');
    await page.getByRole('button', { name: 'Delete gone' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/ui/stores');
    await page.goto(`${system.url}/ui/stores/gone`);
    await page.getByRole('heading', { name: 'There is no store gone' }).waitFor();
    await page.context().close();
  });

  it('says since when the store is down, whatever days are shown', async () => {
    const page = await open('kiosk?first=2023-01-20&last=2023-01-21');
    await page.locator('.state-now', { hasText: 'since it opened, Tue, 31 Jan 2023, 08:00 UTC' }).waitFor();
    await page.context().close();
  });

  it('has the windows of a report', async () => {
    const { body } = await system.http.get(
      '/stores/bar/uptime?from=2023-01-30T12:00:00Z&to=2023-01-31T12:00:00Z&asOf=2023-01-31T12:00:00Z',
    );
    const page = await open('bar?asOf=2023-01-31T12:00:00Z');
    const windows = page.locator('.windows');
    await windows.getByText('Last 24 hours').waitFor();
    expect(await windows.innerText()).toContain(`${body.uptimePercent.toFixed(2)} %`);
    await page.context().close();
  });

  it('says of days that no poll saw that they were not observed', async () => {
    const page = await open('bar?first=2023-01-23&last=2023-01-23');
    const day = page.locator('.strip-row', { hasText: 'Mon, 23 Jan' });
    await day.getByText('not observed').waitFor();
    expect(await day.innerText()).not.toContain('never down');
    await page.context().close();
  });

  it('leads from week to week, and back to what is newest from days that do not exist', async () => {
    const page = await open('bar?first=2023-01-23&last=2023-01-29&asOf=2023-01-31T12:00:00Z');
    await page.getByRole('link', { name: 'The week after' }).click();
    await page.waitForURL('**/bar?first=2023-01-30&last=2023-01-31&asOf=**');
    await page.getByRole('link', { name: 'The week before' }).click();
    await page.waitForURL('**/bar?first=2023-01-23&last=2023-01-29&asOf=**');
    await page.goto(`${system.url}/ui/stores/bar?first=2024-01-01&last=2024-01-07`);
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Newest week' }).click();
    await page.locator('.headline-figure').waitFor();
    await page.context().close();
  });

  it('says an hour of the week in words to the keyboard', async () => {
    const page = await open('bar?last=2023-01-31&asOf=2023-01-31T12:00:00Z');
    const monday23 = page.locator('[data-hour="23"]');
    await monday23.focus();
    await page.getByText(/^Monday, 23:00 to 24:00: 15 min down/).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Tuesday, 0:00 to 1:00: .* down/).waitFor();
    await page.context().close();
  });
});
