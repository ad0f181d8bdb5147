/** How an option of a rollback is recommended, in words. Pure. */
import type { RollbackAdvice, RollbackOption } from '../../shared/rollback.ts';

/** What stands behind an option's title; empty where it does not fit. */
export function optionWords(advice: RollbackAdvice, option: RollbackOption): string {
  if (option.option === advice.recommended) return option.option === 3 ? ', the one that fits' : ', the cheapest that fits';
  if (option.option === 3 && advice.alsoBackup) return ', to be added to the other';
  return option.fits ? ', fits too' : ', does not fit';
}
