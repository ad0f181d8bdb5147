/** One line of progress on a terminal's stderr; nothing at all where stderr is no terminal. */
import type { Progress } from '../../../shared/case.ts';

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ScanProgress {
  show(progress: Progress): void;
  end(): void;
}

export function createScanProgress(terminal: Terminal, wanted: boolean): ScanProgress {
  const active = wanted && terminal.isTTY === true;
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return {
    show(progress) {
      if (!active) return;
      const line = `${progress.step}: ${progress.filesDone} of ${progress.files} files, ${mib(progress.bytesDone)} of ${mib(progress.bytes)} MiB, ${progress.records} records, ${progress.malformed} malformed`;
      terminal.write(`\r\u001b[K${line.slice(0, 110)}`);
    },
    end() {
      if (active) terminal.write('\r\u001b[K');
    },
  };
}
