/** Zones with unusual changes of the clock, with the local dates of these changes. */
export const ODD_ZONES: readonly { readonly timeZone: string | null; readonly changes: readonly string[] }[] = [
  // Half an hour of daylight saving.
  { timeZone: 'Australia/Lord_Howe', changes: ['2023-04-02', '2023-10-01', '1985-03-03'] },
  // Midnight is skipped in spring and occurs twice in autumn.
  { timeZone: 'Asia/Beirut', changes: ['2023-03-26', '2023-10-29'] },
  { timeZone: 'America/Sao_Paulo', changes: ['2018-11-04', '2019-02-17'] },
  // 30 December 2011 was skipped.
  { timeZone: 'Pacific/Apia', changes: ['2011-12-30', '2012-04-01', '2012-09-30'] },
  // Five and a half, then five and three quarters.
  { timeZone: 'Asia/Kathmandu', changes: ['1986-01-01', '2023-01-22'] },
  { timeZone: 'America/New_York', changes: ['2023-03-12', '2023-11-05'] },
  // By its law, standard time is that of the summer.
  { timeZone: 'Europe/Dublin', changes: ['2023-03-26', '2023-10-29'] },
  // The clock goes back for Ramadan only.
  { timeZone: 'Africa/Casablanca', changes: ['2023-03-19', '2023-04-23'] },
  { timeZone: 'Africa/El_Aaiun', changes: ['2024-03-10', '2024-04-14', '1976-04-14'] },
  // A permanent change of half an hour.
  { timeZone: 'America/Caracas', changes: ['2007-12-09', '2016-05-01'] },
  { timeZone: 'Asia/Pyongyang', changes: ['2015-08-15', '2018-05-05'] },
  // The clock changes at ten in the evening, before its own midnight.
  { timeZone: 'America/Nuuk', changes: ['2022-03-26', '2022-10-29'] },
  // Two hours of daylight saving.
  { timeZone: 'Antarctica/Troll', changes: ['2023-03-26', '2023-10-29'] },
  { timeZone: 'Pacific/Chatham', changes: ['2023-04-02', '2023-09-24'] },
  // 31 December 1994 was skipped.
  { timeZone: 'Pacific/Kiritimati', changes: ['1994-12-31'] },
  // 21 August 1993 was skipped.
  { timeZone: 'Pacific/Kwajalein', changes: ['1993-08-21'] },
  // An offset of 44 minutes and 30 seconds.
  { timeZone: 'Africa/Monrovia', changes: ['1972-01-07'] },
  { timeZone: 'Asia/Kolkata', changes: ['2023-06-05'] },
  { timeZone: 'Etc/UTC', changes: ['2023-01-23', '2024-02-29'] },
  { timeZone: null, changes: ['2023-03-12', '2023-11-05'] },
];

/**
 * The zones whose offsets differ, from November 2026 on, between the time zone data of the repository (2026f) and of Node's
 * ICU (2026c). Tests that compare both leave them out.
 */
export const NEWER_THAN_NODE: ReadonlySet<string> = new Set([
  'America/Havana',
  'America/Inuvik',
  'America/Rainy_River',
  'America/Winnipeg',
  'Canada/Central',
  'Cuba',
]);
