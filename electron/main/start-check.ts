/** What the switches of this start mean for safety. Knows nothing of Electron but the shape of its command line. */

/** The part of Electron's command line that is asked. */
export interface Switches {
  hasSwitch(name: string): boolean;
}

export interface StartCheck {
  readonly sandboxOff: boolean;
  /** Sentences for the banner and the report. */
  readonly warnings: readonly string[];
}

/** Read before anything else: `enableSandbox` would strip the switch and, as root, kill each page. */
export function checkStart(switches: Switches): StartCheck {
  const sandboxOff = switches.hasSwitch('no-sandbox');
  const warnings: string[] = [];
  if (sandboxOff) {
    warnings.push('Chromium’s sandbox is off (--no-sandbox). Evidence from strangers is shown with less protection than usual.');
  }
  if (switches.hasSwitch('remote-debugging-port') || switches.hasSwitch('remote-debugging-pipe')) {
    warnings.push('A debugging connection is open (--remote-debugging). Another program can read and change what this window shows.');
  }
  return { sandboxOff, warnings };
}
