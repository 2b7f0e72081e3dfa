-- An organisation of the size that the demonstration has: a bureau, its office committee, two
-- general branches, nine branches, eight groups; thirty people and more in their posts.
INSERT INTO units (id, parent_id, kind, name, path, valid_from) VALUES
    (1, NULL, 'bureau', '市局', '/1/', '2020-01-01'),
    (2, 1, 'committee', '机关党委', '/1/2/', '2020-01-01'),
    (3, 2, 'general_branch', '第一党总支', '/1/2/3/', '2020-01-01'),
    (4, 2, 'general_branch', '第二党总支', '/1/2/4/', '2020-01-01');
INSERT INTO units (id, parent_id, kind, name, path, valid_from)
SELECT 4 + n, 3 + n % 2, 'branch', '第' || n || '党支部', '/1/2/' || 3 + n % 2 || '/' || 4 + n || '/', '2020-01-01'
  FROM generate_series(1, 9) AS n;
INSERT INTO units (id, parent_id, kind, name, path, valid_from)
SELECT 13 + n, 5, 'group', '第' || n || '党小组', '/1/2/4/5/' || 13 + n || '/', '2020-01-01'
  FROM generate_series(1, 8) AS n;
INSERT INTO people (id, name, email)
SELECT n, '同志' || n, 'p' || n || '@bureau.example' FROM generate_series(1, 40) AS n;
INSERT INTO accounts (person_id, login, password_hash)
SELECT n, 'person-' || n, '' FROM generate_series(1, 40) AS n;
INSERT INTO appointments (person_id, unit_id, role, valid_from) VALUES
    (1, 1, 'inspector', '2020-01-01'), (2, 2, 'party_work_clerk', '2020-01-01'),
    (3, 2, 'party_work_director', '2020-01-01'), (4, 2, 'office_party_secretary', '2020-01-01'),
    (5, 1, 'leader_in_charge', '2020-01-01'), (6, 1, 'party_group_secretary', '2020-01-01'),
    (7, 2, 'verifier', '2020-01-01'), (8, 2, 'verifier', '2020-01-01'),
    (9, 2, 'committee_member', '2020-01-01'), (10, 2, 'committee_member', '2020-01-01'),
    (11, 1, 'discipline_officer', '2020-01-01'), (12, 3, 'general_branch_secretary', '2020-01-01'),
    (13, 4, 'general_branch_secretary', '2020-01-01');
INSERT INTO appointments (person_id, unit_id, role, valid_from)
SELECT 13 + n, 4 + n, 'branch_secretary', date '2020-01-01' FROM generate_series(1, 9) AS n
UNION ALL
SELECT 22 + n, 13 + n, 'group_leader', '2020-01-01' FROM generate_series(1, 8) AS n
UNION ALL
SELECT 30 + n, 4 + n, 'member', '2020-01-01' FROM generate_series(1, 9) AS n;
