/** Prints what the worked cases come to, in the process's own time zone and on the day that TODAY names. */
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
