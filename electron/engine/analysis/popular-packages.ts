/** Package names that many projects use, and names near them that are packages of their own, as data. */

const names = `react react-dom react-router react-router-dom react-native angular lodash underscore express fastify mongoose axios request chalk commander webpack rollup typescript eslint prettier babel jquery moment dayjs date-fns socket.io
passport nodemon dotenv bluebird async uuid winston morgan body-parser cookie-parser cors jsonwebtoken bcrypt puppeteer playwright cypress mocha vitest sequelize prisma mongodb redis ioredis graphql apollo-server next nuxt svelte vite tailwindcss
styled-components classnames redux zustand rxjs electron ethers web3 discord.js node-fetch cross-env cross-spawn colors debug semver minimist yargs inquirer rimraf mkdirp fs-extra glob chokidar husky lint-staged storybook serverless
requests numpy pandas scipy matplotlib seaborn scikit-learn tensorflow torch pytorch keras transformers flask django fastapi uvicorn gunicorn sqlalchemy alembic pydantic pytest setuptools wheel virtualenv beautifulsoup4 selenium pillow opencv-python cryptography
paramiko boto3 botocore urllib3 certifi python-dateutil pyyaml jinja2 markupsafe click colorama tqdm psycopg2 pymongo celery scrapy langchain openai anthropic huggingface-hub tiktoken jupyter notebook ipython black flake8 mypy poetry pipenv
serde tokio reqwest clap rand anyhow thiserror actix-web rayon hyper rails rspec sinatra devise nokogiri puma sidekiq bundler rubocop
@anthropic-ai @modelcontextprotocol @openai @google @aws-sdk @angular @babel @types @vue @nestjs @testing-library @prisma @tanstack @sentry @supabase @langchain @huggingface @microsoft @vercel @cloudflare`;

const neighbours = `preact request requests redux color colors colour chart charts async asynck nest next nuxt jest vest mocha moch click clack pillow torch touch flask flake8 black block glob globby rand random uuid uuidv4 cors core vite vitest vue
express-session mongodb mongoose redis redis-om axios-retry chalk-cli semver semver-cli eslint tslint rollup rollups debug debugs pytest pytests tensorflow tensorflow-cpu numpy numba pandas panda3d click clickhouse hyper hyperx husky
dotenv dotenvx lodash lodash-es moment momentjs poetry pytorch django djangoql keras scipy sympy urllib3 wheel wheels @type @vuejs anthropic anthropics`;

export const popularPackages: ReadonlySet<string> = new Set(names.split(/\s+/));
export const knownNeighbours: ReadonlySet<string> = new Set([...popularPackages, ...neighbours.split(/\s+/)]);
