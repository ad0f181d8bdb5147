import { rule } from './rm-root-home.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'npx rimraf /',
    'python3 -c "import os;[os.remove(os.path.join(r,f)) for r,_,fs in os.walk(\'/\') for f in fs]"',
    'rm -rf /',
    'sudo rm -rf --no-preserve-root "$HOME"',
    'cd / && rm -rf *',
    "python3 -c \"import shutil; shutil.rmtree('/home/dev')\"",
  ],
  quiet: [
    'rm -rf ./build',
    'echo "rm -rf /"',
    'cd /tmp/scratch && rm -rf ./*',
    'git commit -m "never rm -rf / again"',
  ],
});
