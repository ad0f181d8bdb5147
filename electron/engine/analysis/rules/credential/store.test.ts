import { rule } from './store.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    `node -p "require('fs').readFileSync(require('os').homedir()+'/.npmrc','utf8')"`,
    'cat /proc/1/environ',
    'cat ~/.aws/credentials',
    'cp ~/.ssh/id_ed25519 /tmp/k',
    'tar czf k.tgz ~/.gnupg',
    { tool: 'Read', input: { file_path: '/home/dev/.env' } },
  ],
  quiet: [
    'cat .env.example',
    'cat ~/.ssh/id_ed25519.pub',
    'grep -rn AWS_SECRET src',
    'echo "see ~/.aws/credentials"',
    'git commit -m "read ~/.ssh/id_rsa"',
  ],
});
