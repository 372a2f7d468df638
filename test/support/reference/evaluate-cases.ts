/** Prints the results of the worked cases, in the time zone of the process and on the date in TODAY. */
import { Settings } from 'luxon';
import { UPTIME_CASES, evaluateCase } from './uptime-cases.js';

const today = Date.parse(process.env.TODAY!);
Settings.now = () => today;
Date.now = () => today;

console.log(
  JSON.stringify({
    hostOffsetMinutes: new Date(today).getTimezoneOffset(),
    results: UPTIME_CASES.map((worked) => evaluateCase(worked)),
  }),
);
