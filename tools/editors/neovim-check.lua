-- Runs inside Neovim 0.7 or later, started by neovim-check.js.

local patience = 60000

local function say(text)
  io.stderr:write(text .. "\n")
end

local function fail(text)
  say("FAILED: " .. text)
  vim.cmd("cquit 1")
end

local function findings(buffer)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, one)
  end
  table.sort(found, function(a, b)
    return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col)
  end)
  return found
end

local function show(found)
  for _, one in ipairs(found) do
    say(string.format("%d:%d %s", one.lnum + 1, one.col + 1, one.user_data.lsp.code))
  end
end

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.AWAITWISE_FILE))
local buffer = vim.api.nvim_get_current_buf()

local exited = nil
local client_id = vim.lsp.start_client({
  name = "awaitwise",
  cmd = { vim.env.AWAITWISE_NODE, vim.env.AWAITWISE_SERVER, "--stdio" },
  root_dir = vim.fn.fnamemodify(vim.env.AWAITWISE_FILE, ":h:h"),
  on_exit = function(code)
    exited = code
  end,
})
vim.lsp.buf_attach_client(buffer, client_id)

if not vim.wait(patience, function() return #findings(buffer) > 0 end, 20) then
  fail("no findings arrived")
  return
end
local before = findings(buffer)
say("Findings:")
show(before)

local target = before[1]
local client = vim.lsp.get_client_by_id(client_id)
local answer, problem = client.request_sync("textDocument/codeAction", {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = target.user_data.lsp.range or {
    start = { line = target.lnum, character = target.col },
    ["end"] = { line = target.end_lnum, character = target.end_col },
  },
  context = { diagnostics = {}, only = { "quickfix" } },
}, patience, buffer)
if answer == nil or answer.err or #(answer.result or {}) == 0 then
  fail("no code action is offered: " .. vim.inspect(problem or answer))
  return
end
local action = answer.result[1]
if action.edit == nil then
  action = client.request_sync("codeAction/resolve", action, patience, buffer).result
end
say("Fix: " .. action.title)
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
say("Line: " .. vim.trim(vim.api.nvim_buf_get_lines(buffer, target.lnum, target.lnum + 1, false)[1]))

if not vim.wait(patience, function() return #findings(buffer) < #before end, 20) then
  fail("the finding is still there after the fix")
  return
end
say(string.format("Left: %d", #findings(buffer)))
show(findings(buffer))

client.stop()
if not vim.wait(10000, function() return exited ~= nil end, 20) then
  fail("the server did not end when it was asked to")
  return
end
say("Server ended with " .. exited)
vim.cmd("qall!")
