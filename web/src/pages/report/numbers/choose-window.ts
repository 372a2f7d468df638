interface Window {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The window that is shown: the one that is named, or the first of the longest. */
export function chooseWindow<W extends Window>(windows: readonly W[], name: string | undefined): W {
  const named = windows.find((window) => window.name === name);
  return named ?? windows.reduce((longest, window) => (length(window) > length(longest) ? window : longest));
}

function length({ from, to }: Window): number {
  return Date.parse(to) - Date.parse(from);
}
