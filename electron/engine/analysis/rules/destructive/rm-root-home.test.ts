import { rule } from './rm-root-home.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
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
