import { rule } from './git-force-push.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'git push --force origin main',
    'git push origin :old-branch',
    'git push origin +HEAD:main',
  ],
  quiet: [
    'git push origin main',
    'git push --force-with-lease origin feature',
    'git push --dry-run --force',
  ],
});
