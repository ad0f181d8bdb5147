import { rule } from './store.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat ~/.aws/*',
    'cat ~/.config/*/hosts.yml',
    'tar czf x.tgz ~/.ss*',
    'cp ~/.a?s/cred* /tmp',
    'cat .env*',
    'cat ../api/.en?',
    'head ~/.n[ep]*rc',
    'cat "$KUBECONFIG"',
    'cat $GOOGLE_APPLICATION_CREDENTIALS',
    `node -p "require('fs').readFileSync(require('os').homedir()+'/.npmrc','utf8')"`,
    'cat /proc/1/environ',
    'cat ~/.aws/credentials',
    'cp ~/.ssh/id_ed25519 /tmp/k',
    'tar czf k.tgz ~/.gnupg',
    { tool: 'Read', input: { file_path: '/home/dev/.env' } },
  ],
  quiet: [
    'kubectl --kubeconfig ~/.kube/config get pods',
    'helm list --kubeconfig "$KUBECONFIG"',
    'cat ~/*',
    'cat src/*.ts',
    'cat ~/.config/gh*/config.yml',
    'ls ~/.ss*',
    'cat .env.ex*',
    'cp ~/.config/*/settings.json .',
    'cat .env.example',
    'cat ~/.ssh/id_ed25519.pub',
    'grep -rn AWS_SECRET src',
    'echo "see ~/.aws/credentials"',
    'git commit -m "read ~/.ssh/id_rsa"',
  ],
});
