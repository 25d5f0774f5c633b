-- Of which days the figures changed: whoever keeps figures of single days in memory reads those again
-- whose revision is another one. A day's figures of all tasks together change with those of any.
CREATE TABLE run_count_revisions (
    -- The first hour of the day, since 1970.
    at       BIGINT NOT NULL PRIMARY KEY,
    -- Never the same again; no number, so that a day that went and came again is told too.
    revision TEXT NOT NULL
);

CREATE TRIGGER run_counts_come AFTER INSERT ON run_counts
WHEN NEW.scope = '' AND NEW.span = 24 AND NEW.kind = '' BEGIN
    INSERT INTO run_count_revisions (at, revision) VALUES (NEW.at, hex(randomblob(16)))
    ON CONFLICT (at) DO UPDATE SET revision = excluded.revision;
END;

CREATE TRIGGER run_counts_become AFTER UPDATE ON run_counts
WHEN NEW.scope = '' AND NEW.span = 24 AND NEW.kind = '' BEGIN
    INSERT INTO run_count_revisions (at, revision) VALUES (NEW.at, hex(randomblob(16)))
    ON CONFLICT (at) DO UPDATE SET revision = excluded.revision;
END;

CREATE TRIGGER run_counts_go AFTER DELETE ON run_counts
WHEN OLD.scope = '' AND OLD.span = 24 AND OLD.kind = '' BEGIN
    DELETE FROM run_count_revisions WHERE at = OLD.at AND NOT EXISTS
        (SELECT 1 FROM run_counts WHERE scope = '' AND span = 24 AND kind = '' AND at = OLD.at);
    UPDATE run_count_revisions SET revision = hex(randomblob(16)) WHERE at = OLD.at;
END;

INSERT INTO run_count_revisions (at, revision)
    SELECT at, hex(randomblob(16)) FROM run_counts
    WHERE scope = '' AND span = 24 AND kind = '' GROUP BY at;
