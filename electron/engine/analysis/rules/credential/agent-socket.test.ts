import { rule } from './agent-socket.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: ['SSH_AUTH_SOCK=/tmp/ssh-x/agent.12 ssh-add -L', 'ssh-add -D'],
  quiet: ['ssh-add -l', 'ssh-add ~/.ssh/id_ed25519', 'eval "$(ssh-agent -s)"'],
});
