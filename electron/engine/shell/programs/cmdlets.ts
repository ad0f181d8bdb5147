/** PowerShell's cmdlets and their short names, as data: which act on files, which reach the network. */
import type { FileOperation } from '../../../../shared/finding.ts';

export interface Cmdlet {
  /** What it does to the path that it is given. */
  readonly operation?: FileOperation;
  /** What it does to a second path (`Copy-Item from to`). */
  readonly second?: FileOperation;
  readonly network?: true;
}

/** By the full name. One that is not here is noted as a program with its arguments. */
export const cmdlets: Readonly<Record<string, Cmdlet>> = {
  'Remove-Item': { operation: 'delete' },
  'Get-Content': { operation: 'read' },
  'Import-Csv': { operation: 'read' },
  'Select-String': {},
  'Set-Content': { operation: 'write' },
  'Add-Content': { operation: 'write' },
  'Out-File': { operation: 'write' },
  'Tee-Object': { operation: 'write' },
  'Clear-Content': { operation: 'write' },
  'New-Item': { operation: 'write' },
  'Copy-Item': { operation: 'read', second: 'write' },
  'Move-Item': { operation: 'delete', second: 'write' },
  'Rename-Item': { operation: 'write' },
  'Compress-Archive': { operation: 'read', second: 'write' },
  'Expand-Archive': { operation: 'read', second: 'write' },
  'Get-ChildItem': { operation: 'metadata' },
  'Get-Item': { operation: 'metadata' },
  'Test-Path': { operation: 'metadata' },
  'Invoke-WebRequest': { network: true },
  'Invoke-RestMethod': { network: true },
  'Start-BitsTransfer': { network: true },
};

/** Short names and the programs of other shells that PowerShell takes for its own, in lower case. */
export const shortNames: Readonly<Record<string, string>> = {
  ri: 'Remove-Item', rm: 'Remove-Item', rmdir: 'Remove-Item', rd: 'Remove-Item', del: 'Remove-Item', erase: 'Remove-Item',
  gc: 'Get-Content', cat: 'Get-Content', type: 'Get-Content', ipcsv: 'Import-Csv', sls: 'Select-String',
  sc: 'Set-Content', ac: 'Add-Content', clc: 'Clear-Content', tee: 'Tee-Object', ni: 'New-Item',
  cp: 'Copy-Item', copy: 'Copy-Item', cpi: 'Copy-Item', mv: 'Move-Item', move: 'Move-Item', mi: 'Move-Item', ren: 'Rename-Item',
  ls: 'Get-ChildItem', dir: 'Get-ChildItem', gci: 'Get-ChildItem', gi: 'Get-Item',
  iwr: 'Invoke-WebRequest', curl: 'Invoke-WebRequest', wget: 'Invoke-WebRequest', irm: 'Invoke-RestMethod',
  iex: 'Invoke-Expression', start: 'Start-Process', saps: 'Start-Process', spps: 'Stop-Process', kill: 'Stop-Process', sp: 'Set-ItemProperty', icm: 'Invoke-Command',
};
