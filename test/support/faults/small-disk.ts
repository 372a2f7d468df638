import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system in memory with a maximum size. Only for root on Linux. */
export interface SmallDisk {
  resize(size: string): void;
  remove(): void;
}

/** Mounts one of a size such as `64k` on a folder, which is created. */
export function mountSmallDisk(folder: string, size: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  mount(`size=${size}`, folder);
  return {
    resize: (next) => mount(`remount,size=${next}`, folder),
    remove: () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' }),
  };
}

/** Whether the tests may mount one on this machine. */
export function canMountSmallDisk(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'storelight-disk-'));
  try {
    mountSmallDisk(folder, '64k').remove();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mount(options: string, folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
}
