/** Prints the results of the worked cases, in the time zone of the process and on the date in TODAY. */
import '../time-zones.js';
import { UPTIME_CASES, evaluateCase } from './uptime-cases.js';

const today = Date.parse(process.env.TODAY!);
Date.now = () => today;

console.log(
  JSON.stringify({
    hostOffsetMinutes: new Date(today).getTimezoneOffset(),
    results: UPTIME_CASES.map((worked) => evaluateCase(worked)),
  }),
);
