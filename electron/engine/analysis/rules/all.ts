/** The rules that run over each call, in the order of their ids. */
import type { Rule } from '../examined-call.ts';
import { rule as credentialStore } from './credential/store.ts';
import { rule as networkCommand } from './network/command.ts';
import { rule as writeCredentialStore } from './write/credential-store.ts';
import { rule as writeOutsideRoot } from './write/outside-root.ts';

export const rules: readonly Rule[] = [credentialStore, networkCommand, writeCredentialStore, writeOutsideRoot];
