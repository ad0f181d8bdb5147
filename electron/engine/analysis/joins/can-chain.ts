/** Which facts a chain can be made of, so that whoever keeps calls keeps no others. */
import type { Fact } from '../../../../shared/finding.ts';

/** What was fetched, packed, copied, run, sent, or set up to be sent to. */
export function canChain(fact: Fact): boolean {
  switch (fact.kind) {
    case 'network':
      return true;
    case 'flow':
      return fact.to.startsWith('file:') || fact.to.startsWith('net:');
    case 'file':
      return fact.operation === 'execute';
    case 'exec':
      return fact.program === 'git' && fact.argv.some((argument) => argument === 'remote' || argument === 'config');
    case 'env':
    case 'dynamic':
      return false;
  }
}
