import { rule } from './rights-wide.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: ['chown -R nobody:nogroup /etc', 'chmod -R 000 /', "find ~ -exec chown root '{}' +", 'sudo chmod -R a-x /usr'],
  quiet: ['chown -R dev:dev dist', 'chmod -R u+w node_modules', 'chmod 600 ~/.ssh/config'],
});
