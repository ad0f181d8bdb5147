/**
 * Hosts that development work reaches as a matter of course, as data: the default list that Claude Code's own documentation
 * gives for its cloud environments, read in 2026-09, with a tier for each and a few hosts more. Knows no rule.
 */

/**
 * `both-ways`: sanctioned for what is fetched and what is sent. `download`: for what is fetched only. `shared`: many
 * owners behind one name, so the name alone does not sanction what is sent.
 */
export type Tier = 'both-ways' | 'download' | 'shared';

export interface SanctionedGroup {
  readonly group: string;
  readonly tier: Tier;
  /** A host by its exact name, or `*.name` for what lies below it. */
  readonly patterns: readonly string[];
}

/** Raised when a host is added, moved or taken out; each report names it. */
export const sanctionedHostsVersion = '2026-09.1';

export const sanctionedHosts: readonly SanctionedGroup[] = [
  { group: 'Anthropic services', tier: 'both-ways', patterns: ['api.anthropic.com', 'statsig.anthropic.com', 'docs.claude.com', 'platform.claude.com', 'code.claude.com', 'claude.ai', 'claude.com', 'mcp-proxy.anthropic.com', 'downloads.claude.ai', 'bridge.claudeusercontent.com', '*.frame.claudeusercontent.com'] },
  { group: 'Version control', tier: 'shared', patterns: ['github.com', 'www.github.com', 'api.github.com', 'npm.pkg.github.com', 'raw.githubusercontent.com', 'pkg-npm.githubusercontent.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com', 'codeload.github.com', 'avatars.githubusercontent.com', 'camo.githubusercontent.com', 'gist.github.com', 'gitlab.com', 'www.gitlab.com', 'registry.gitlab.com', 'bitbucket.org', 'www.bitbucket.org', 'api.bitbucket.org'] },
  { group: 'Container registries', tier: 'download', patterns: ['registry-1.docker.io', 'auth.docker.io', 'index.docker.io', 'hub.docker.com', 'www.docker.com', 'production.cloudflare.docker.com', 'download.docker.com', 'ghcr.io', 'mcr.microsoft.com', '*.data.mcr.microsoft.com', 'public.ecr.aws'] },
  { group: 'Container registries', tier: 'shared', patterns: ['gcr.io', '*.gcr.io'] },
  { group: 'Cloud platforms', tier: 'download', patterns: ['cloud.google.com', 'accounts.google.com', 'gcloud.google.com', 'azure.com', 'portal.azure.com', 'microsoft.com', 'www.microsoft.com', 'packages.microsoft.com', 'dotnet.microsoft.com', 'dot.net', 'oracle.com', 'www.oracle.com', 'java.com', 'www.java.com', 'java.net', 'www.java.net', 'download.oracle.com', 'yum.oracle.com'] },
  { group: 'Cloud platforms', tier: 'shared', patterns: ['*.googleapis.com', 'storage.googleapis.com', 'compute.googleapis.com', 'container.googleapis.com', '*.microsoftonline.com', 'visualstudio.com', 'dev.azure.com', '*.amazonaws.com', '*.api.aws'] },
  { group: 'JavaScript and Node package managers', tier: 'download', patterns: ['*.npmjs.org', 'www.npmjs.com', 'npmjs.com', 'yarnpkg.com'] },
  { group: 'Python package managers', tier: 'download', patterns: ['pypi.org', 'www.pypi.org', 'files.pythonhosted.org', 'pythonhosted.org', 'test.pypi.org', 'pypi.python.org', 'pypa.io', 'www.pypa.io'] },
  { group: 'Ruby package managers', tier: 'download', patterns: ['rubygems.org', 'www.rubygems.org', 'api.rubygems.org', 'index.rubygems.org', 'ruby-lang.org', 'www.ruby-lang.org', 'rubyforge.org', 'www.rubyforge.org', 'rubyonrails.org', 'www.rubyonrails.org', 'rvm.io', 'get.rvm.io'] },
  { group: 'Rust package managers', tier: 'download', patterns: ['crates.io', 'www.crates.io', 'index.crates.io', 'static.crates.io', 'rustup.rs', 'static.rust-lang.org', 'www.rust-lang.org'] },
  { group: 'Go package managers', tier: 'download', patterns: ['proxy.golang.org', 'sum.golang.org', 'index.golang.org', 'golang.org', 'www.golang.org', 'goproxy.io', 'pkg.go.dev'] },
  { group: 'JVM package managers', tier: 'download', patterns: ['maven.org', 'repo.maven.org', 'central.maven.org', 'repo1.maven.org', 'repo.maven.apache.org', 'jcenter.bintray.com', 'gradle.org', 'www.gradle.org', 'services.gradle.org', 'plugins.gradle.org', 'kotlinlang.org', 'www.kotlinlang.org', 'spring.io', 'repo.spring.io'] },
  { group: 'Other package managers', tier: 'download', patterns: ['packagist.org', 'www.packagist.org', 'repo.packagist.org', 'nuget.org', 'www.nuget.org', 'api.nuget.org', 'pub.dev', 'api.pub.dev', 'hex.pm', 'www.hex.pm', 'cpan.org', 'www.cpan.org', 'metacpan.org', 'www.metacpan.org', 'api.metacpan.org', 'cocoapods.org', 'www.cocoapods.org', 'cdn.cocoapods.org', 'haskell.org', 'www.haskell.org', 'hackage.haskell.org', 'swift.org', 'www.swift.org'] },
  { group: 'Linux distributions', tier: 'download', patterns: ['archive.ubuntu.com', 'security.ubuntu.com', 'ubuntu.com', 'www.ubuntu.com', '*.ubuntu.com', 'ppa.launchpad.net', 'launchpad.net', 'www.launchpad.net', '*.nixos.org'] },
  { group: 'Development tools and platforms', tier: 'download', patterns: ['dl.k8s.io', 'pkgs.k8s.io', 'k8s.io', 'www.k8s.io', 'releases.hashicorp.com', 'apt.releases.hashicorp.com', 'rpm.releases.hashicorp.com', 'archive.releases.hashicorp.com', 'hashicorp.com', 'www.hashicorp.com', 'repo.anaconda.com', 'conda.anaconda.org', 'anaconda.org', 'www.anaconda.com', 'anaconda.com', 'continuum.io', 'apache.org', 'www.apache.org', 'archive.apache.org', 'downloads.apache.org', 'eclipse.org', 'www.eclipse.org', 'download.eclipse.org', 'nodejs.org', 'www.nodejs.org', 'developer.apple.com', 'developer.android.com', 'pkg.stainless.com', 'binaries.prisma.sh', 'formulae.brew.sh', 'esm.sh', 'jsr.io'] },
  { group: 'Cloud services and monitoring', tier: 'download', patterns: ['downloads.sentry-cdn.com'] },
  { group: 'Cloud services and monitoring', tier: 'shared', patterns: ['statsig.com', 'www.statsig.com', 'api.statsig.com', 'sentry.io', '*.sentry.io', 'http-intake.logs.datadoghq.com', 'browser-intake-us5-datadoghq.com', '*.datadoghq.com', '*.datadoghq.eu', 'api.honeycomb.io'] },
  { group: 'Content delivery and mirrors', tier: 'download', patterns: ['fonts.googleapis.com', 'fonts.gstatic.com'] },
  { group: 'Content delivery and mirrors', tier: 'shared', patterns: ['sourceforge.net', '*.sourceforge.net', 'packagecloud.io', '*.packagecloud.io'] },
  { group: 'Schema and configuration', tier: 'download', patterns: ['json-schema.org', 'www.json-schema.org', 'json.schemastore.org', 'www.schemastore.org'] },
  { group: 'Model Context Protocol', tier: 'download', patterns: ['*.modelcontextprotocol.io'] },
  { group: 'Linux packages', tier: 'download', patterns: ['*.debian.org', 'dl-cdn.alpinelinux.org'] },
];
