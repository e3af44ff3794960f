import { expect, test } from "@jest/globals";
import { isReadingSql } from "./reading-sql.js";

test.each([
  "SELECT 1",
  "SELECT NOW()",
  "SELECT COUNT(*), MAX(id) FROM users",
  "SELECT get_team(id) FROM users WHERE name IN ($1)",
  "SELECT get_settings($1) AS settings",
  "SELECT app.is_member($1, $2)",
  "SELECT EXISTS (SELECT 1 FROM users)",
  "SELECT own_rank(points) FROM scores",
  "SELECT add_months(at, 1), set_bit(flags, 1, 0) FROM dual",
  "SELECT jsonb_build_object('a', 1), gen_random_uuid()",
  "WITH all_users AS (SELECT id FROM users) SELECT id FROM all_users",
])("a statement reads: %s", (statement) => {
  expect(isReadingSql(statement)).toBe(true);
});

test.each([
  "SELECT create_project($1) AS project",
  "SELECT * FROM allocate_stock($1, $2)",
  "SELECT get_next_number($1) FROM books",
  "SELECT * FROM users WHERE id = 1 LOCK IN SHARE MODE",
  "SELECT * FROM remove_member($1, $2)",
  "SELECT app.update_totals(id) FROM teams",
  "SELECT settle($1)",
  "SELECT nextval('ids')",
  "SELECT id FROM jobs FOR UPDATE SKIP LOCKED",
  "SELECT id INTO TEMP kept FROM users",
  "SELECT 1; DELETE FROM users",
  "WITH gone AS (DELETE FROM users RETURNING id) SELECT id FROM gone",
  "INSERT INTO users DEFAULT VALUES",
])("a statement may write: %s", (statement) => {
  expect(isReadingSql(statement)).toBe(false);
});
