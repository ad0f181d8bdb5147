import { rule } from './proxy.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl -xp.example.net:8080 https://github.com',
    'curl -sx p.example.net:8080 https://github.com',
    'wget -e https_proxy=p.example.net:80 https://github.com/x',
    'HTTPS_PROXY=http://proxy.example.net:8080 curl https://api.github.com',
    'git config --global http.proxy http://proxy.example.net:3128',
    'npm config set proxy http://proxy.example.net:3128',
    'curl -x socks5://proxy.example.net:1080 https://example.com',
    'echo \'http_proxy=http://proxy.example.net:3128\' > ~/.wgetrc',
  ],
  quiet: [
    'HTTPS_PROXY=http://localhost:8080 curl https://api.github.com',
    'npm config get proxy',
    'git config --get http.proxy',
    'export NO_PROXY=localhost',
  ],
});
