import { createRequire } from 'node:module';

interface WindowsZones {
  readonly supplemental: {
    readonly windowsZones: {
      readonly mapTimezones: readonly {
        readonly mapZone: { readonly _other: string; readonly _type: string; readonly _territory: string };
      }[];
    };
  };
}

/** The territory of the zone that stands for a Windows zone wherever the country is not known. */
const WORLD = '001';

/** Returns the IANA name of each Windows time zone, by the Unicode CLDR. */
export function readWindowsZones(): ReadonlyMap<string, string> {
  const file = createRequire(import.meta.url)('cldr-core/supplemental/windowsZones.json') as WindowsZones;
  const zones = file.supplemental.windowsZones.mapTimezones.map(({ mapZone }) => mapZone);
  return new Map(zones.filter(({ _territory }) => _territory === WORLD).map(({ _other, _type }) => [_other, _type]));
}
