PRAGMA application_id = 1129149554;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'codementor','1','2026-11-27 06:41:29.417783+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'codementor','2','2026-11-27 06:41:29.420977+00:00');
CREATE TABLE case_results (
        submission INTEGER NOT NULL REFERENCES submissions,
        position INTEGER NOT NULL,
        test_case INTEGER NOT NULL REFERENCES test_cases,
        verdict TEXT NOT NULL,
        points REAL NOT NULL,
        actual INTEGER REFERENCES contents,
        actual_truncated INTEGER NOT NULL,
        prints INTEGER REFERENCES contents,
        reason ANY NOT NULL,
        PRIMARY KEY (submission, position)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "case_results" VALUES(1,0,1,'AC',50.0,3,0,NULL,'');
INSERT INTO "case_results" VALUES(1,1,2,'WA',0.0,5,0,NULL,'The answer is wrong.');
INSERT INTO "case_results" VALUES(2,0,1,'AC',50.0,3,0,NULL,'');
INSERT INTO "case_results" VALUES(2,1,2,'WA',0.0,8,0,NULL,'The answer is wrong.');
INSERT INTO "case_results" VALUES(3,0,1,'AC',50.0,3,0,NULL,'');
INSERT INTO "case_results" VALUES(3,1,2,'WA',0.0,3,0,NULL,'The answer is wrong.');
INSERT INTO "case_results" VALUES(4,0,1,'AC',50.0,3,0,NULL,'');
INSERT INTO "case_results" VALUES(4,1,2,'WA',0.0,11,0,NULL,'The answer is wrong.');
CREATE TABLE challenge_versions (
        id INTEGER PRIMARY KEY,
        challenge INTEGER NOT NULL REFERENCES challenges,
        digest TEXT NOT NULL,
        title ANY NOT NULL,
        difficulty TEXT NOT NULL,
        tags TEXT NOT NULL,
        max_score REAL NOT NULL,
        UNIQUE (challenge, digest, title, difficulty, tags, max_score)
    ) STRICT
    ;
INSERT INTO "challenge_versions" VALUES(1,1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','Equal-Trays','easy','["sums", "loops"]',100.0);
INSERT INTO "challenge_versions" VALUES(2,2,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','Even-Load','easy','["sums", "loops"]',100.0);
CREATE TABLE challenges (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT
    ;
INSERT INTO "challenges" VALUES(1,'equal-trays');
INSERT INTO "challenges" VALUES(2,'even-load');
CREATE TABLE compilations (
        submission INTEGER PRIMARY KEY REFERENCES submissions,
        success INTEGER NOT NULL,
        output INTEGER REFERENCES contents,
        wall_seconds REAL NOT NULL,
        reason ANY NOT NULL
    ) STRICT
    ;
INSERT INTO "compilations" VALUES(1,1,NULL,0.02,'');
INSERT INTO "compilations" VALUES(2,1,NULL,0.02,'');
INSERT INTO "compilations" VALUES(3,1,NULL,0.02,'');
INSERT INTO "compilations" VALUES(4,1,NULL,0.02,'');
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    byte_count INTEGER NOT NULL,
    is_compressed INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT
;
INSERT INTO "contents" VALUES(1,X'CC42155088FCA5730758DB72B2A5BCA33112A941DFAA2D43098EC422CE4EA213',9,0,X'7072696E742831290A');
INSERT INTO "contents" VALUES(2,X'F251DDC12234E0DA8D3B778BD0F7463FB477F16F47757F5617DC8B4FF4D4F14A',4,0,X'3120320A');
INSERT INTO "contents" VALUES(3,X'1121CFCCD5913F0A63FEC40A6FFD44EA64F9DC135C66634BA001D10BCF4302A2',2,0,X'330A');
INSERT INTO "contents" VALUES(4,X'6092D1E1486964CCF5D335211FD4D815DE16B27937CB0475FC0B4F6F70C78704',800,1,X'789C335430E2321CC5A3781463C50089746E29');
INSERT INTO "contents" VALUES(5,X'4355A46B19D348DC2F57C046F8EF63D4538EBB936000F3C9EE954A27460DD865',2,0,X'310A');
INSERT INTO "contents" VALUES(6,X'F1AF476F7F84E818BF9D7B292CFBDD70493F98F50F1D9D5F1FCC967C1E565FCB',8,0,X'6361726566756C0A');
INSERT INTO "contents" VALUES(7,X'0111AFD387E1AD576083C5039AA542FAA2ED4A53D3E128BD03DE990F9EA4255F',9,0,X'7072696E742832290A');
INSERT INTO "contents" VALUES(8,X'53C234E5E8472B6AC51C1AE1CAB3FE06FAD053BEB8EBFD8977B010655BFDD3C3',2,0,X'320A');
INSERT INTO "contents" VALUES(9,X'A80AC71A28F94CD42123F2E97D4EF92FFBD48849A188EDC27F06A04ACC06DC8C',9,0,X'7072696E742833290A');
INSERT INTO "contents" VALUES(10,X'082411D66DCA409CE8602F74BBED4BD25E4BCD6F8ECED3234D048EE3AF672CE5',9,0,X'7072696E742835290A');
INSERT INTO "contents" VALUES(11,X'F0B5C2C2211C8D67ED15E75E656C7862D086E9245420892A7DE62CD9EC582A06',2,0,X'350A');
CREATE TABLE differences (
        submission INTEGER NOT NULL,
        position INTEGER NOT NULL,
        line INTEGER NOT NULL,
        column_number INTEGER NOT NULL,
        expected_line ANY,
        actual_line ANY,
        explanation ANY NOT NULL,
        PRIMARY KEY (submission, position),
        FOREIGN KEY (submission, position) REFERENCES case_results
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "differences" VALUES(1,1,1,1,'3','1','Different.');
INSERT INTO "differences" VALUES(2,1,1,1,'3','2','Different.');
INSERT INTO "differences" VALUES(3,1,1,1,'3','3','Different.');
INSERT INTO "differences" VALUES(4,1,1,1,'3','5','Different.');
CREATE TABLE drafts (
        learner TEXT NOT NULL,
        challenge TEXT NOT NULL,
        language TEXT NOT NULL,
        source_text ANY NOT NULL,
        saved_at INTEGER NOT NULL,
        PRIMARY KEY (learner, challenge, language)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "drafts" VALUES('ada','even-load','cpp',X'696E74206D61696E2829207BEDB3BF',1795183385123456);
CREATE TABLE executions (
        submission INTEGER NOT NULL,
        position INTEGER NOT NULL,
        exit_code INTEGER,
        signal INTEGER,
        stop TEXT,
        oom_kill_count INTEGER NOT NULL,
        cpu_seconds REAL NOT NULL,
        wall_seconds REAL NOT NULL,
        peak_memory_bytes INTEGER NOT NULL,
        stdout INTEGER REFERENCES contents,
        stderr INTEGER REFERENCES contents,
        stdout_truncated INTEGER NOT NULL,
        stderr_truncated INTEGER NOT NULL,
        PRIMARY KEY (submission, position),
        FOREIGN KEY (submission, position) REFERENCES case_results
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "executions" VALUES(1,0,0,NULL,NULL,0,0.011,0.015,9000000,3,NULL,0,0);
INSERT INTO "executions" VALUES(1,1,0,NULL,NULL,0,0.011,0.015,9000000,5,6,0,0);
INSERT INTO "executions" VALUES(2,0,0,NULL,NULL,0,0.011,0.015,9000000,3,NULL,0,0);
INSERT INTO "executions" VALUES(2,1,0,NULL,NULL,0,0.011,0.015,9000000,8,6,0,0);
INSERT INTO "executions" VALUES(3,0,0,NULL,NULL,0,0.011,0.015,9000000,3,NULL,0,0);
INSERT INTO "executions" VALUES(3,1,0,NULL,NULL,0,0.011,0.015,9000000,3,6,0,0);
INSERT INTO "executions" VALUES(4,0,0,NULL,NULL,0,0.011,0.015,9000000,3,NULL,0,0);
INSERT INTO "executions" VALUES(4,1,0,NULL,NULL,0,0.011,0.015,9000000,11,6,0,0);
CREATE TABLE mentor_calls (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    challenge TEXT NOT NULL,
    submission_uid TEXT NOT NULL,
    state TEXT NOT NULL,
    question ANY NOT NULL,
    level INTEGER NOT NULL,
    source TEXT NOT NULL,
    answer ANY NOT NULL,
    checks ANY NOT NULL,
    model TEXT NOT NULL,
    request_ids TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    latency_seconds REAL NOT NULL
, learner TEXT NOT NULL DEFAULT 'local') STRICT
;
INSERT INTO "mentor_calls" VALUES(1,'00000000000000000000000000000004',1795183685123456,'hint','equal-trays','00000000000000000000000000000001','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','',1,'claude','{"hint": "Look at the first line."}','passed','some-model','["req_1"]',1000,50,1.5,'local');
INSERT INTO "mentor_calls" VALUES(2,'00000000000000000000000000000006',1795184885123456,'hint','equal-trays','00000000000000000000000000000001','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','',1,'claude','{"hint": "Look at the first line."}','passed','some-model','["req_1"]',1000,50,1.5,'ada');
CREATE TABLE program_files (
        program INTEGER NOT NULL REFERENCES programs,
        position INTEGER NOT NULL,
        path ANY NOT NULL,
        content INTEGER REFERENCES contents,
        PRIMARY KEY (program, position)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "program_files" VALUES(1,0,'main.py',1);
INSERT INTO "program_files" VALUES(2,0,'main.py',7);
INSERT INTO "program_files" VALUES(3,0,'main.py',9);
INSERT INTO "program_files" VALUES(4,0,'main.py',10);
CREATE TABLE programs (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        language TEXT NOT NULL,
        main ANY NOT NULL,
        calls_function INTEGER NOT NULL
    ) STRICT
    ;
INSERT INTO "programs" VALUES(1,X'35E69DA9F1AEFE6E764F163DEF9D2C45EE4370038F2D57030A9FBC9168C233F7','python','main.py',0);
INSERT INTO "programs" VALUES(2,X'E0959D069094732522E0D996F2B3E4825795C4681612978D8BBB3661748C6A29','python','main.py',0);
INSERT INTO "programs" VALUES(3,X'F9C957685542652F668397612833431B6EE6831932EA3AB53DE37722B177E976','cpp','main.py',0);
INSERT INTO "programs" VALUES(4,X'EB663154DC0B1D4DEA5CD146E0F71030991F7A56ED8BDC50ACA51E93B257C49C','python','main.py',0);
CREATE TABLE progress (
        learner TEXT NOT NULL,
        challenge INTEGER NOT NULL REFERENCES challenges,
        submission_count INTEGER NOT NULL,
        best_score REAL NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        last_uid TEXT NOT NULL,
        last_version INTEGER NOT NULL REFERENCES challenge_versions,
        accepted_at INTEGER,
        accepted_uid TEXT,
        submissions_to_accepted INTEGER,
        practice_microseconds INTEGER NOT NULL,
        PRIMARY KEY (learner, challenge)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "progress" VALUES('ada',1,1,50.0,1795184585123456,1795184585123456,'00000000000000000000000000000005',1,NULL,NULL,NULL,0);
INSERT INTO "progress" VALUES('local',1,2,100.0,1795183385123456,1795183985123456,'00000000000000000000000000000002',1,1795183985123456,'00000000000000000000000000000002',2,600000000);
INSERT INTO "progress" VALUES('local',2,1,50.0,1795201385123456,1795201385123456,'00000000000000000000000000000003',2,NULL,NULL,NULL,0);
CREATE TABLE submissions (
        number INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL,
        source TEXT NOT NULL,
        challenge INTEGER NOT NULL REFERENCES challenges,
        challenge_version INTEGER NOT NULL REFERENCES challenge_versions,
        program INTEGER NOT NULL REFERENCES programs,
        language TEXT NOT NULL,
        sandbox TEXT NOT NULL,
        verdict TEXT NOT NULL,
        score REAL NOT NULL,
        max_score REAL NOT NULL,
        passed_count INTEGER NOT NULL,
        total_count INTEGER NOT NULL,
        wall_seconds REAL NOT NULL,
        file ANY NOT NULL,
        feedback ANY NOT NULL
    , learner TEXT NOT NULL DEFAULT 'local') STRICT
    ;
INSERT INTO "submissions" VALUES(1,'00000000000000000000000000000001',1795183385123456,'cli',1,1,1,'python','docker','WA',50.0,100.0,1,2,0.03,'/home/learner/1.py','Case secret fails.','local');
INSERT INTO "submissions" VALUES(2,'00000000000000000000000000000002',1795183985123456,'cli',1,1,2,'python','docker','AC',100.0,100.0,1,2,0.03,'/home/learner/2.py','Case secret fails.','local');
INSERT INTO "submissions" VALUES(3,'00000000000000000000000000000003',1795201385123456,'cli',2,2,3,'cpp','docker','WA',50.0,100.0,1,2,0.03,X'2F686F6D652FEDB3BF2F332E637070','Case secret fails.','local');
INSERT INTO "submissions" VALUES(4,'00000000000000000000000000000005',1795184585123456,'cli',1,1,4,'python','docker','WA',50.0,100.0,1,2,0.03,'/home/learner/5.py','Case secret fails.','ada');
CREATE TABLE test_cases (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        name ANY NOT NULL,
        description ANY NOT NULL,
        hidden INTEGER NOT NULL,
        max_points REAL NOT NULL,
        input INTEGER REFERENCES contents,
        expected INTEGER REFERENCES contents
    ) STRICT
    ;
INSERT INTO "test_cases" VALUES(1,X'9442D4B4DA5667B7DC27129973580FD24F804EF1011C7954F725C548C88C7D5C','small','',0,50.0,2,3);
INSERT INTO "test_cases" VALUES(2,X'AA2E6D72D3583D7BA5946BF0D99977B8A49A24A54A1BE8B779FA5CD5CE3A5D76','secret','large values',1,50.0,4,3);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX submissions_by_time ON submissions
    (learner, created_at, number, challenge, verdict, language, source)
    ;
CREATE INDEX submissions_by_challenge ON submissions
    (learner, challenge, created_at, number, verdict, language, source)
    ;
CREATE INDEX submissions_by_verdict ON submissions (learner, verdict, created_at, number, language);
CREATE INDEX submissions_by_language ON submissions (learner, language, created_at, number);
CREATE INDEX mentor_calls_by_challenge ON mentor_calls (learner, challenge, state, created_at);
CREATE INDEX mentor_calls_by_submission ON mentor_calls (learner, submission_uid, created_at);
CREATE INDEX mentor_calls_by_model ON mentor_calls (learner, model, input_tokens, output_tokens);
COMMIT;
