-- +goose Up
-- Times are RFC 3339 UTC text with six decimals, so that text order is time
-- order. Days are whole numbers counted from 0001-01-01 as day 1 (0: none);
-- date(day + 1721424.5) prints one. Decimals are text with their digits kept.
-- What is append-only is kept so by a trigger.

-- The chain: every change is an entry. generation is the number of the newest
-- entry, up to this one, that changes a standing figure or a definition.
CREATE TABLE chain (
  seq        INTEGER PRIMARY KEY,
  at         TEXT    NOT NULL CHECK (length(at) = 27),
  actor      TEXT    NOT NULL CHECK (actor <> ''),
  action     TEXT    NOT NULL,
  content    TEXT    NOT NULL,
  previous   TEXT    NOT NULL,
  hash       TEXT    NOT NULL CHECK (length(hash) = 64),
  generation INTEGER NOT NULL
) STRICT;

-- The one row every write transaction takes first: it serialises writers.
CREATE TABLE chain_head (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  seq        INTEGER NOT NULL,
  at         TEXT    NOT NULL,
  hash       TEXT    NOT NULL,
  generation INTEGER NOT NULL,
  catalogue  INTEGER NOT NULL -- newest entry that changes the catalogue
) STRICT;
INSERT INTO chain_head (id, seq, at, hash, generation, catalogue) VALUES (1, 0, '', '', 0, 0);

-- One row, written by the transaction that creates the data.
CREATE TABLE meta (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  created TEXT    NOT NULL,
  demo    INTEGER NOT NULL CHECK (demo IN (0, 1)),
  founded INTEGER NOT NULL REFERENCES chain (seq) -- last entry of that transaction
) STRICT;

-- People. The chain knows ids only.
CREATE TABLE users (
  id       TEXT    PRIMARY KEY,
  name     TEXT    NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
) STRICT;
INSERT INTO users (id, name) VALUES ('operator', '命令行操作员'), ('system', '系统');

-- Versions of areas, departments, indicators, documents, targets, tasks and cut
-- points, as canonical JSON. A row of kind 'order' keeps the order of a kind.
CREATE TABLE catalogue (
  kind    TEXT    NOT NULL CHECK (kind IN ('area', 'department', 'indicator', 'document', 'target', 'task', 'cuts', 'order')),
  id      TEXT    NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  entry   INTEGER NOT NULL REFERENCES chain (seq),
  retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
  body    TEXT    NOT NULL,
  PRIMARY KEY (kind, id, version)
) STRICT;

CREATE TABLE series (
  id        INTEGER PRIMARY KEY,
  indicator TEXT NOT NULL,
  area      TEXT NOT NULL,
  UNIQUE (indicator, area)
) STRICT;

CREATE TABLE source (
  id     INTEGER PRIMARY KEY,
  origin TEXT NOT NULL CHECK (origin IN ('office', 'official', 'media', 'demo')),
  title  TEXT NOT NULL,
  url    TEXT NOT NULL,
  UNIQUE (origin, title, url)
) STRICT;

-- An entry that brought figures, and how many review steps they need to count.
CREATE TABLE submission (
  entry INTEGER PRIMARY KEY REFERENCES chain (seq),
  steps INTEGER NOT NULL CHECK (steps BETWEEN 1 AND 3)
) STRICT;

-- The series an entry brought figures to.
CREATE TABLE submission_series (
  entry  INTEGER NOT NULL REFERENCES submission (entry),
  series INTEGER NOT NULL REFERENCES series (id),
  PRIMARY KEY (entry, series)
) STRICT, WITHOUT ROWID;

-- Revisions of figures. previous is the revision the writer saw: the key to it
-- refuses a gap, the primary key a lost race.
CREATE TABLE figure (
  series       INTEGER NOT NULL REFERENCES series (id),
  period_end   INTEGER NOT NULL,
  period_start INTEGER NOT NULL CHECK (period_start <= period_end),
  revision     INTEGER NOT NULL CHECK (revision >= 1),
  previous     INTEGER CHECK (coalesce(previous, 0) = revision - 1),
  entry        INTEGER NOT NULL REFERENCES submission (entry),
  value        TEXT,
  numerator    TEXT,
  denominator  TEXT CHECK ((numerator IS NULL) = (denominator IS NULL)),
  flag         TEXT    NOT NULL CHECK (flag IN ('A', 'E', 'P', 'B', 'D', 'O', 'L', 'M')),
  bound        TEXT    NOT NULL CHECK (bound IN ('', 'lower', 'upper')),
  published    INTEGER NOT NULL,
  note         TEXT    NOT NULL,
  source       INTEGER NOT NULL REFERENCES source (id),
  PRIMARY KEY (series, period_end, period_start, revision),
  FOREIGN KEY (series, period_end, period_start, previous) REFERENCES figure (series, period_end, period_start, revision)
) STRICT, WITHOUT ROWID;

-- A verdict on one figure, or (series is null) on every figure that an entry brought.
CREATE TABLE review (
  entry        INTEGER NOT NULL REFERENCES chain (seq),
  brought      INTEGER NOT NULL REFERENCES submission (entry),
  series       INTEGER,
  period_end   INTEGER,
  period_start INTEGER,
  revision     INTEGER,
  step         INTEGER NOT NULL CHECK (step BETWEEN 1 AND 3),
  verdict      TEXT    NOT NULL CHECK (verdict IN ('approved', 'returned')),
  reason       TEXT    NOT NULL CHECK (verdict = 'approved' OR reason <> ''),
  PRIMARY KEY (entry),
  FOREIGN KEY (series, period_end, period_start, revision) REFERENCES figure (series, period_end, period_start, revision)
) STRICT;
CREATE INDEX review_brought ON review (brought);

-- The standing revision of each key: derived from figure and review, written in
-- the transaction that changes it, compared with a rebuild by verify.
CREATE TABLE figure_current (
  series       INTEGER NOT NULL,
  period_end   INTEGER NOT NULL,
  period_start INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  counts       INTEGER NOT NULL REFERENCES chain (seq), -- entry of its last approval
  PRIMARY KEY (series, period_end, period_start)
) STRICT, WITHOUT ROWID;

-- What is being typed: outside revisions and chain.
CREATE TABLE draft (
  owner        TEXT    NOT NULL,
  indicator    TEXT    NOT NULL,
  area         TEXT    NOT NULL,
  period_end   INTEGER NOT NULL,
  period_start INTEGER NOT NULL,
  seen         INTEGER NOT NULL CHECK (seen >= 0),
  body         TEXT    NOT NULL CHECK (length(body) <= 65536),
  actor        TEXT    NOT NULL,
  saved        TEXT    NOT NULL,
  PRIMARY KEY (owner, indicator, area, period_end, period_start)
) STRICT;

CREATE TABLE task_status (
  entry  INTEGER NOT NULL REFERENCES chain (seq),
  task   TEXT    NOT NULL,
  stage  TEXT    NOT NULL CHECK (stage IN ('not_begun', 'in_progress', 'done', 'ongoing', 'cancelled')),
  on_day INTEGER NOT NULL,
  text   TEXT    NOT NULL,
  PRIMARY KEY (entry, task)
) STRICT;

CREATE TABLE evidence (
  sha256     TEXT    PRIMARY KEY CHECK (length(sha256) = 64),
  entry      INTEGER NOT NULL REFERENCES chain (seq),
  name       TEXT    NOT NULL,
  media_type TEXT    NOT NULL,
  data       BLOB    NOT NULL CHECK (length(data) <= 5242880)
) STRICT;

CREATE TABLE submission_evidence (
  entry  INTEGER NOT NULL REFERENCES submission (entry),
  sha256 TEXT    NOT NULL REFERENCES evidence (sha256),
  PRIMARY KEY (entry, sha256)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER chain_append_only_update BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'chain is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chain_append_only_delete BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'chain is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER catalogue_append_only_update BEFORE UPDATE ON catalogue BEGIN SELECT RAISE(ABORT, 'catalogue is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER catalogue_append_only_delete BEFORE DELETE ON catalogue BEGIN SELECT RAISE(ABORT, 'catalogue is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER figure_append_only_update BEFORE UPDATE ON figure BEGIN SELECT RAISE(ABORT, 'figure is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER figure_append_only_delete BEFORE DELETE ON figure BEGIN SELECT RAISE(ABORT, 'figure is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER review_append_only_update BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'review is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER review_append_only_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'review is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_status_append_only_update BEFORE UPDATE ON task_status BEGIN SELECT RAISE(ABORT, 'task_status is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_status_append_only_delete BEFORE DELETE ON task_status BEGIN SELECT RAISE(ABORT, 'task_status is append-only'); END;
-- +goose StatementEnd
