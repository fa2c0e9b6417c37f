"""The statements of the queue, but for those that add jobs and order them.

Those that name jobs say "queued" and "running" by other columns than the state. By the state, PostgreSQL reads an index
of all jobs that are queued, or running, where it last saw few of them.
"""

from __future__ import annotations

from codementor_cli.domain.jobs.job import MOST_ATTEMPTS
from codementor_cli.store.sql.jobs.queue import UNFINISHED

_IS_QUEUED = "started_at IS NULL AND finished_at IS NULL"
_IS_RUNNING = "server IS NOT NULL"

_BEGIN = """
UPDATE jobs SET state = 'running', attempt = attempt + 1, server = ?, started_at = ?, lease_until = ?,
    released_at = NULL
"""
_NEXT = "SELECT number FROM jobs WHERE state = 'queued'"
_FIRST = "ORDER BY fair_tag, number LIMIT 1 FOR UPDATE SKIP LOCKED"
_BUSY = "SELECT owner FROM jobs WHERE state = 'running' GROUP BY owner HAVING count(*) >= ?"

CLAIM_OF_OTHERS = f"{_BEGIN} WHERE number = ({_NEXT} AND owner NOT IN ({_BUSY}) {_FIRST}) RETURNING *"
CLAIM_OF_ANY = f"{_BEGIN} WHERE number = ({_NEXT} {_FIRST}) RETURNING *"
CLAIM_NAMED = f"{_BEGIN} WHERE uid = ? AND {_IS_QUEUED} RETURNING *"
SERVER_OF = f"SELECT server FROM jobs WHERE uid = ? AND {_IS_RUNNING}"  # noqa: S608 - ours

RENEW = "UPDATE jobs SET lease_until = ? WHERE uid = ANY(?) AND server = ? RETURNING uid"

ENDING = f"""
SELECT {UNFINISHED}, state = 'queued', submission, CASE WHEN kind = 'JudgeWork' THEN work END
FROM jobs WHERE uid = ? FOR UPDATE
"""  # noqa: S608 - ours
END = """
UPDATE jobs SET state = ?, finished_at = ?, answer = ?, problem = ?, submission = ?, work = coalesce(?, work),
    server = NULL, lease_until = NULL, released_at = NULL
WHERE uid = ? RETURNING owner, bulk, fair_end - fair_tag, finished_at - started_at
"""
TAKE_NO_SHARE = "UPDATE jobs SET fair_tag = 0, fair_end = 0 WHERE uid = ?"
HAND_BACK = f"""
UPDATE jobs SET state = 'queued', attempt = attempt - 1, server = NULL, lease_until = NULL, started_at = NULL
WHERE uid = ? AND {_IS_RUNNING} AND server = ?
"""  # noqa: S608 - ours
RECOVER = f"""
UPDATE jobs SET server = NULL, lease_until = NULL,
    state = CASE WHEN attempt < {MOST_ATTEMPTS} THEN 'queued' ELSE 'failed' END,
    started_at = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE started_at END,
    finished_at = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE ?::bigint END,
    problem = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE ?::bytea END
WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE state = 'running' AND (lease_until < ? OR server = ANY(?)) FOR UPDATE SKIP LOCKED
))
RETURNING uid
"""  # noqa: S608 - ours

PRUNE_BATCH = 1000
PRUNE = f"""
DELETE FROM jobs WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE finished_at < ? ORDER BY finished_at LIMIT {PRUNE_BATCH} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608 - ours
PRUNE_JUDGED = f"""
DELETE FROM jobs WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE kind = 'JudgeWork' AND finished_at < ?
    ORDER BY finished_at LIMIT {PRUNE_BATCH} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608 - ours

IN_FLIGHT = """
SELECT owner, bulk, count(*) FROM (
    SELECT owner, bulk FROM jobs WHERE state = 'running'
    UNION ALL SELECT owner, bulk FROM jobs WHERE state = 'queued' AND released_at IS NOT NULL
) AS begun GROUP BY owner, bulk
"""
WAITING = """
SELECT fair_tag, number, uid, owner, bulk FROM jobs WHERE state = 'queued' AND released_at IS NULL AND bulk = ?
ORDER BY fair_tag, number LIMIT ?
"""
MARK_RELEASED = f"""
UPDATE jobs SET released_at = ? WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE uid = ANY(?) AND {_IS_QUEUED} ORDER BY number FOR UPDATE
))
"""  # noqa: S608 - ours
RELEASE_AGAIN = """
UPDATE jobs SET released_at = NULL WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE state = 'queued' AND released_at < ? FOR UPDATE SKIP LOCKED
))
"""
