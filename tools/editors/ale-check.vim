" Runs inside Vim with ALE, started by editors-check.js.
set nocompatible nomore shortmess+=I
packadd ale
let g:ale_linters_explicit = 1
let g:ale_linters = {'typescript': ['awaitwise']}
let g:ale_lint_on_text_changed = 'always'
let g:ale_lint_delay = 0
let g:ale_set_signs = 0

function! Say(text) abort
  call writefile([a:text], $AWAITWISE_OUT, 'a')
endfunction

function! Findings() abort
  return map(copy(ale#engine#GetLoclist(bufnr(''))), {_, one -> one.lnum . ':' . one.col . ' ' . one.code})
endfunction

function! WaitFor(condition) abort
  let l:tries = 0
  while !eval(a:condition) && l:tries < 1200
    sleep 50m
    let l:tries += 1
  endwhile
  return eval(a:condition)
endfunction

function! Go() abort
  call ale#linter#Define('typescript', {
  \ 'name': 'awaitwise',
  \ 'lsp': 'stdio',
  \ 'executable': $AWAITWISE_NODE,
  \ 'command': '%e ' . shellescape($AWAITWISE_SERVER) . ' --stdio',
  \ 'project_root': {buffer -> fnamemodify($AWAITWISE_FILE, ':h:h')},
  \ 'language': 'typescript',
  \})
  execute 'edit' fnameescape($AWAITWISE_FILE)
  setlocal filetype=typescript
  ALEEnable
  ALELint
  if !WaitFor('!empty(Findings())')
    call Say('FAILED: no findings arrived')
    cquit!
  endif
  call Say('Findings: ' . join(Findings(), ', '))
  execute split(Findings()[0], ':')[0] . 'substitute/recordOrder(/await recordOrder(/'
  ALELint
  if !WaitFor('empty(Findings())')
    call Say('FAILED: the finding is still there after the edit')
    cquit!
  endif
  call Say('Left: 0')
  ALEStopAllLSPs
  quitall!
endfunction
