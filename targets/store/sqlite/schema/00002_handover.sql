-- +goose Up
-- Who reports what and when, and what offices hand in.

-- The newest entry that changes the register.
ALTER TABLE chain_head ADD COLUMN register INTEGER NOT NULL DEFAULT 0;

-- Versions of offices, forms, years of the calendar, requests to report late,
-- local assignments of tasks, rights and tokens, as canonical JSON.
CREATE TABLE register (
  kind    TEXT    NOT NULL CHECK (kind IN ('office', 'form', 'calendar', 'late', 'assignment', 'rights', 'token')),
  id      TEXT    NOT NULL CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  entry   INTEGER NOT NULL REFERENCES chain (seq),
  body    TEXT    NOT NULL,
  PRIMARY KEY (kind, id, version)
) STRICT;
CREATE INDEX register_entry ON register (entry);

-- What an office hands in beside figures: which form for which period. figures
-- has a line of indicator, revision and flag for each figure of the entry; body
-- is the chain of review, the statement and what single figures bring, as
-- canonical JSON.
CREATE TABLE handover (
  entry        INTEGER PRIMARY KEY REFERENCES submission (entry),
  form         TEXT    NOT NULL,
  office       TEXT    NOT NULL,
  period_end   INTEGER NOT NULL,
  period_start INTEGER NOT NULL CHECK (period_start <= period_end),
  figures      TEXT    NOT NULL,
  body         TEXT    NOT NULL
) STRICT;
CREATE INDEX handover_office ON handover (office, period_end, form);
CREATE INDEX handover_period ON handover (period_end);

-- The names a printed form carries: personal, outside the chain.
CREATE TABLE signer (
  entry        INTEGER PRIMARY KEY REFERENCES handover (entry),
  head         TEXT    NOT NULL,
  statistician TEXT    NOT NULL,
  filler       TEXT    NOT NULL,
  phone        TEXT    NOT NULL,
  on_day       INTEGER NOT NULL
) STRICT;

-- What happened to a handover beside its review; each at most once.
CREATE TABLE handover_event (
  entry   INTEGER PRIMARY KEY REFERENCES chain (seq),
  brought INTEGER NOT NULL REFERENCES handover (entry),
  kind    TEXT    NOT NULL CHECK (kind IN ('opened', 'withdrawn', 'confirmed')),
  reason  TEXT    NOT NULL,
  UNIQUE (brought, kind)
) STRICT;

-- The entry by which nothing of a handover waits any more, 0 while something
-- does: derived from review and handover_event, compared by verify.
CREATE TABLE handover_decided (
  entry   INTEGER PRIMARY KEY REFERENCES handover (entry),
  decided INTEGER NOT NULL
) STRICT;
CREATE INDEX handover_decided_by ON handover_decided (decided);

-- Writes that are not to happen twice: what a key asked for, and its entry.
CREATE TABLE once (
  actor  TEXT    NOT NULL,
  key    TEXT    NOT NULL,
  digest TEXT    NOT NULL,
  entry  INTEGER NOT NULL,
  saved  TEXT    NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;

-- What is being typed into a filing. A draft that is done with leaves its
-- number behind with an empty body, so that a writer who saw it learns of that.
CREATE TABLE filing_draft (
  form         TEXT    NOT NULL,
  office       TEXT    NOT NULL,
  period_end   INTEGER NOT NULL,
  period_start INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  body         TEXT    NOT NULL CHECK (length(body) <= 1048576),
  actor        TEXT    NOT NULL,
  saved        TEXT    NOT NULL,
  PRIMARY KEY (office, form, period_end, period_start)
) STRICT;

-- What a reviewer made of a task: done with (销号), or not after all.
CREATE TABLE task_closing (
  entry  INTEGER PRIMARY KEY REFERENCES chain (seq),
  task   TEXT    NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  reason TEXT    NOT NULL
) STRICT;
CREATE INDEX task_closing_task ON task_closing (task);
CREATE INDEX task_status_task ON task_status (task);

CREATE TABLE task_evidence (
  entry  INTEGER NOT NULL REFERENCES chain (seq),
  task   TEXT    NOT NULL,
  sha256 TEXT    NOT NULL REFERENCES evidence (sha256),
  PRIMARY KEY (entry, task, sha256)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER register_append_only_update BEFORE UPDATE ON register BEGIN SELECT RAISE(ABORT, 'register is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_append_only_delete BEFORE DELETE ON register BEGIN SELECT RAISE(ABORT, 'register is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER handover_append_only_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER handover_append_only_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER handover_event_append_only_update BEFORE UPDATE ON handover_event BEGIN SELECT RAISE(ABORT, 'handover_event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER handover_event_append_only_delete BEFORE DELETE ON handover_event BEGIN SELECT RAISE(ABORT, 'handover_event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_closing_append_only_update BEFORE UPDATE ON task_closing BEGIN SELECT RAISE(ABORT, 'task_closing is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_closing_append_only_delete BEFORE DELETE ON task_closing BEGIN SELECT RAISE(ABORT, 'task_closing is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_evidence_append_only_update BEFORE UPDATE ON task_evidence BEGIN SELECT RAISE(ABORT, 'task_evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_evidence_append_only_delete BEFORE DELETE ON task_evidence BEGIN SELECT RAISE(ABORT, 'task_evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_append_only_update BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_append_only_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_evidence_append_only_update BEFORE UPDATE ON submission_evidence BEGIN SELECT RAISE(ABORT, 'submission_evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_evidence_append_only_delete BEFORE DELETE ON submission_evidence BEGIN SELECT RAISE(ABORT, 'submission_evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_append_only_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_append_only_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER meta_append_only_update BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'meta is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER meta_append_only_delete BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'meta is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER series_append_only_update BEFORE UPDATE ON series BEGIN SELECT RAISE(ABORT, 'series is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER series_append_only_delete BEFORE DELETE ON series BEGIN SELECT RAISE(ABORT, 'series is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER source_append_only_update BEFORE UPDATE ON source BEGIN SELECT RAISE(ABORT, 'source is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER source_append_only_delete BEFORE DELETE ON source BEGIN SELECT RAISE(ABORT, 'source is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_series_append_only_update BEFORE UPDATE ON submission_series BEGIN SELECT RAISE(ABORT, 'submission_series is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_series_append_only_delete BEFORE DELETE ON submission_series BEGIN SELECT RAISE(ABORT, 'submission_series is append-only'); END;
-- +goose StatementEnd
