import { rule } from './custom-registry.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'pip install --index-url http://pkgs.example.net/simple x',
    'npm config set registry https://npm.example.net',
    'export GOPROXY=https://go.example.net',
  ],
  quiet: [
    'npm install left-pad',
    'npm install x --registry https://npm.pkg.github.com',
    'npm config get registry',
  ],
});
