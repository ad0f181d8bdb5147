import { rule } from './recovery.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: ['vssadmin delete shadows /all /quiet', 'tmutil deletelocalsnapshots 2026-01-01', 'cmd /c "wbadmin delete catalog -quiet"'],
  quiet: ['vssadmin list shadows', 'tmutil listbackups', 'snapper list'],
});
