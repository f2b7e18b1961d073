-- +goose Up
-- Accounts. What is personal is mutable and stands outside the chain; offices,
-- roles and disabled accounts are rights, versions of the register.

ALTER TABLE users DROP COLUMN disabled;

CREATE TABLE account (
  user         TEXT    PRIMARY KEY REFERENCES users (id),
  login        TEXT    NOT NULL UNIQUE,
  phone        TEXT    NOT NULL,
  password     TEXT    NOT NULL,
  changed      TEXT    NOT NULL,
  must_change  INTEGER NOT NULL CHECK (must_change IN (0, 1)),
  old          TEXT    NOT NULL, -- JSON list
  failures     INTEGER NOT NULL,
  failed_at    TEXT    NOT NULL,
  locked_until TEXT    NOT NULL
) STRICT;

CREATE TABLE session (
  hash    TEXT PRIMARY KEY,
  user    TEXT NOT NULL,
  created TEXT NOT NULL,
  seen    TEXT NOT NULL,
  expires TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX session_user ON session (user);
CREATE INDEX session_expires ON session (expires);

-- Names and hashes of tokens; whose they are and what they may do are versions
-- of the register.
CREATE TABLE token (
  id      TEXT PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  name    TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE link (
  hash    TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  user    TEXT NOT NULL,
  expires TEXT NOT NULL
) STRICT;
CREATE INDEX link_user ON link (user);

CREATE TABLE contact (
  office   TEXT    NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  post     TEXT    NOT NULL,
  phone    TEXT    NOT NULL,
  PRIMARY KEY (office, position)
) STRICT;

-- Salts the hashes of addresses that stand in the chain.
CREATE TABLE secret (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  salt BLOB    NOT NULL CHECK (length(salt) = 32)
) STRICT;
INSERT INTO secret (id, salt) VALUES (1, randomblob(32));

CREATE TABLE sign_in_failure (
  entry   INTEGER NOT NULL REFERENCES chain (seq),
  account TEXT    NOT NULL,
  address TEXT    NOT NULL,
  count   INTEGER NOT NULL CHECK (count > 0),
  since   TEXT    NOT NULL,
  PRIMARY KEY (entry, account, address)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER sign_in_failure_append_only_update BEFORE UPDATE ON sign_in_failure BEGIN SELECT RAISE(ABORT, 'sign_in_failure is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sign_in_failure_append_only_delete BEFORE DELETE ON sign_in_failure BEGIN SELECT RAISE(ABORT, 'sign_in_failure is append-only'); END;
-- +goose StatementEnd
