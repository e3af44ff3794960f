import { ts } from "../../model/syntax.js";

/** What is there to see a returned promise end. */
export interface Handler {
  readonly at: ts.Node;
  /** What it is, for the place itself. */
  readonly what: string;
  /** What goes wrong without an await. */
  readonly because: string;
}

/** The nearest handler that a rejection of an expression should reach inside its function. */
export function handlerAround(node: ts.Node, owner: ts.Node): Handler | undefined {
  for (let at = node, { parent } = node; at !== owner; at = parent, { parent } = parent) {
    if (ts.isTryStatement(parent)) {
      const handler = handlerOf(parent, at);
      if (handler !== undefined) return handler;
    }
    const statements = statementsOf(parent);
    const using = statements?.find(
      (statement): statement is ts.VariableStatement =>
        statement.end <= at.pos && isUsing(statement),
    );
    if (using !== undefined) {
      return {
        at: using,
        what: "This is disposed of first",
        because: "what `using` holds is disposed of while the work still runs",
      };
    }
  }
  return undefined;
}

function handlerOf(statement: ts.TryStatement, part: ts.Node): Handler | undefined {
  const { catchClause, finallyBlock, tryBlock } = statement;
  if (part === tryBlock && catchClause !== undefined) {
    return {
      at: catchClause,
      what: "This does not see it reject",
      because: "the `catch` around it never sees it reject",
    };
  }
  if ((part === tryBlock || part === catchClause) && finallyBlock !== undefined) {
    return {
      at: finallyBlock,
      what: "This runs first",
      because: "the `finally` around it runs while the work is still going on",
    };
  }
  return undefined;
}

function statementsOf(node: ts.Node): readonly ts.Statement[] | undefined {
  return ts.isBlock(node) || ts.isCaseClause(node) || ts.isDefaultClause(node)
    ? node.statements
    : undefined;
}

function isUsing(statement: ts.Statement): statement is ts.VariableStatement {
  if (!ts.isVariableStatement(statement)) return false;
  const kind = statement.declarationList.flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}
