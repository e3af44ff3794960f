import { expect, test } from "@jest/globals";
import { isReadingLine, isReadingProgram } from "./program.js";

test.each([
  "df -P -k /",
  "/usr/bin/lspci -mm",
  "which.exe make",
  "git rev-parse HEAD",
  "git -C $ --no-pager log -1",
  "git branch --show-current",
  "git symbolic-ref --short HEAD",
  "git symbolic-ref HEAD",
  "git branch",
  "git config user.email",
  "git config --global user.name",
  "git worktree list --porcelain",
  "git hash-object --stdin",
  "LC_ALL=C sysctl -n vm.pagesize",
  "ps aux | grep node 2>/dev/null",
  "'$' --version",
  "node -v",
  "command -v make",
  "zpool status --json $",
  "smartctl -a $ --json",
  "mountpoint $",
  "kubectl get pods",
  "git ls-remote origin",
  "ip route show",
])("%s only looks something up", (line) => {
  expect(isReadingLine(line)).toBe(true);
});

test.each([
  "",
  "$",
  "rm -rf build",
  "git",
  "git status; git pull",
  "git branch new",
  "git symbolic-ref HEAD refs/heads/new",
  "git symbolic-ref --delete HEAD",
  "git branch -D old",
  "git config user.email $",
  "git config --unset user.email",
  "git tag 1.0.0",
  "git hash-object -w a.txt",
  "git hash-object $",
  "git config $",
  "git config edit",
  "git symbolic-ref $",
  "git symbolic-ref --short HEAD refs/heads/x",
  "git branch -r -d origin/x",
  "git branch $",
  "$ -v",
  "pytest -v",
  "ctest -V",
  "git worktree add $",
  "git -C log pull",
  "cat a > b",
  "echo `make`",
  "echo $(make)",
  "ls && make",
  "make --version all",
  "sysctl vm.pagesize=1",
  "sh -c ls",
  "df & rm -rf build",
  "./deploy -v",
  "git log --output=log.txt",
  "LC_ALL=C sysctl -n vm.pagesize=1",
  "zpool import $",
  "smartctl -t short $",
  "smartctl -a -t short $",
  "zpool status -c script $",
  "kubectl delete pod $",
  "ip addr add $",
  "npm install",
])("%s may do anything", (line) => {
  expect(isReadingLine(line)).toBe(false);
});

test.each([
  [["grep", "a|b", "all > none"]],
  [["git", "log", "$(date)"]],
  [["powershell", "-NoProfile", "Get-CimInstance", "Win32_Disk", "|", "ConvertTo-Json"]],
  [["powershell.exe", "(Get-Acl", "$).Access | Select-Object Path"]],
])("%j only looks something up, whatever a shell would make of it", (words) => {
  expect(isReadingProgram(words)).toBe(true);
});

test.each([
  [["git", "$"]],
  [["powershell", "Get-Item", "a", "|", "Remove-Item"]],
  [["powershell", "-File", "install.ps1"]],
  [["pwsh", "-c", "Get-Item a > b"]],
  [["powershell", "Format-Volume -DriveLetter D"]],
  [["powershell", "Get-Content (Remove-Item a)"]],
  [["powershell", "Get-Item $(rm a)"]],
])("%j may do anything", (words) => {
  expect(isReadingProgram(words)).toBe(false);
});
