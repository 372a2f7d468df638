/** Output for the person who started the program. */
export interface Terminal {
  print(line: string): void;
  /** Shows progress: on a terminal in a line that is overwritten, else in lines of their own. */
  progress(line: string): void;
  /** Removes the progress line, on a terminal. */
  clear(): void;
  dim(text: string): string;
  bold(text: string): string;
}

const ERASE_LINE = '\r\u001B[2K';

export function createTerminal(output: NodeJS.WriteStream): Terminal {
  const isTty = output.isTTY;
  const hasColours = isTty && (process.env.NO_COLOR ?? '') === '';
  const style = (code: number) => (text: string) => (hasColours ? `\u001B[${code}m${text}\u001B[0m` : text);
  let progress = '';

  return {
    print(line) {
      output.write(progress === '' ? `${line}\n` : `${ERASE_LINE}${line}\n`);
      progress = '';
    },
    progress(line) {
      if (line === progress) return;
      output.write(isTty ? `${ERASE_LINE}${line.slice(0, output.columns - 1)}` : `${line}\n`);
      progress = isTty ? line : '';
    },
    clear() {
      if (progress !== '') output.write(ERASE_LINE);
      progress = '';
    },
    dim: style(2),
    bold: style(1),
  };
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 row`, `2 rows` */
export function formatCountOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns a text that came from data as one line: as it is, or in JSON if it has control characters. */
export function printable(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text;
}
