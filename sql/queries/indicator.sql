-- Figures of the board. One statement for each kind of what is counted; by what it is parted the fragments say.

-- type: figure_cell
--   a text, b text, total int, missed int

-- What a case is under the first and under the second heading; nothing without a fragment.
-- snippet: first
'' /*[[a_stage]]*/ || c.stage /*[[/]]*/ /*[[a_age]]*/ || {age} /*[[/]]*/ /*[[a_due]]*/ || {case.due_as} /*[[/]]*/
   /*[[a_unit]]*/ || c.holder_unit_id /*[[/]]*/ /*[[a_class]]*/ || COALESCE(c.class_code, 'none') /*[[/]]*/
   /*[[a_channel]]*/ || c.channel /*[[/]]*/ /*[[a_place]]*/ || COALESCE(c.place_unit_id, 'none') /*[[/]]*/ AS a

-- snippet: second
'' /*[[b_stage]]*/ || c.stage /*[[/]]*/ /*[[b_age]]*/ || {age} /*[[/]]*/ /*[[b_due]]*/ || {case.due_as} /*[[/]]*/
   /*[[b_class]]*/ || COALESCE(c.class_code, 'none') /*[[/]]*/ /*[[b_channel]]*/ || c.channel /*[[/]]*/ AS b

-- Days since it came in.
-- snippet: age
CASE WHEN c.registered_ms >= :age_15 THEN 'd15' WHEN c.registered_ms >= :age_30 THEN 'd30' WHEN c.registered_ms >= :age_60 THEN 'd60'
     WHEN c.registered_ms >= :age_90 THEN 'd90' WHEN c.registered_ms >= :age_180 THEN 'd180' ELSE 'over' END

-- Units and places are told by what stands directly below the one that is looked at, classes by their upper class until one is chosen.
-- snippet: first_rolled
COALESCE(NULL /*[[a_unit]]*/ , (SELECT k.id FROM unit_tree t JOIN units k ON k.id = t.ancestor_id
                                 WHERE t.descendant_id = g.a AND k.parent_id = :unit) /*[[/]]*/
  /*[[a_place]]*/ , (SELECT k.id FROM unit_tree t JOIN units k ON k.id = t.ancestor_id
                      WHERE t.descendant_id = g.a AND k.parent_id = :place) /*[[/]]*/
  /*[[a_class]]*/ , (SELECT x.parent_code FROM terms x WHERE x.kind = 'class' AND x.code = g.a AND :class IS NULL) /*[[/]]*/ , g.a)

-- snippet: second_rolled
COALESCE(NULL /*[[b_class]]*/ , (SELECT x.parent_code FROM terms x WHERE x.kind = 'class' AND x.code = g.b AND :class IS NULL) /*[[/]]*/ , g.b)

-- snippet: narrowed
AND (:class IS NULL OR c.class_code = :class OR c.class_code IN (SELECT x.code FROM terms x WHERE x.kind = 'class' AND x.parent_code = :class))
  AND (:channel IS NULL OR c.channel = :channel) AND (:stage IS NULL OR c.stage = :stage)
  /*[[in_unit]]*/ AND c.holder_unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :unit) /*[[/]]*/
  /*[[in_place]]*/ AND c.place_unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :place) /*[[/]]*/

-- name: count_open  mode: read  rows: many
-- in: actor text, today int, unit text, place text, class text?, channel text?, stage text?, now int, today_end int, week_end int
-- in: age_15 int, age_30 int, age_60 int, age_90 int, age_180 int
-- out: figure_cell
SELECT {first_rolled}, {second_rolled}, SUM(g.n), 0
  FROM (SELECT {first}, {second}, COUNT(*) AS n FROM cases c WHERE c.is_open = 1 AND {case.counted} {narrowed} GROUP BY 1, 2) g
 GROUP BY 1, 2 ORDER BY 1, 2

-- name: count_registered  mode: read  rows: many
-- in: actor text, today int, unit text, place text, class text?, channel text?, stage text?, now int, today_end int, week_end int
-- in: age_15 int, age_30 int, age_60 int, age_90 int, age_180 int, from_ms int, to_ms int
-- out: figure_cell
SELECT {first_rolled}, {second_rolled}, SUM(g.n), 0
  FROM (SELECT {first}, {second}, COUNT(*) AS n FROM cases c
         WHERE c.registered_ms >= :from_ms AND c.registered_ms < :to_ms AND {case.counted} {narrowed} GROUP BY 1, 2) g
 GROUP BY 1, 2 ORDER BY 1, 2

-- name: count_closed  mode: read  rows: many
-- in: actor text, today int, unit text, place text, class text?, channel text?, stage text?, now int, today_end int, week_end int
-- in: age_15 int, age_30 int, age_60 int, age_90 int, age_180 int, from_ms int, to_ms int
-- out: figure_cell
SELECT {first_rolled}, {second_rolled}, SUM(g.n), 0
  FROM (SELECT {first}, {second}, COUNT(*) AS n FROM cases c
         WHERE c.closed_ms >= :from_ms AND c.closed_ms < :to_ms AND c.is_open = 0 AND {case.counted} {narrowed} GROUP BY 1, 2) g
 GROUP BY 1, 2 ORDER BY 1, 2

-- name: count_duty  mode: read  rows: many
-- doc: Cases, not clocks: one is on time when every duty of it was that fell due in these days.
-- in: actor text, today int, unit text, place text, class text?, channel text?, stage text?, now int, clocks text, duty_from int
-- in: duty_to int, duty_unit text?
-- out: figure_cell
SELECT g.a, '', COUNT(*), SUM(g.late)
  FROM (SELECT '' /*[[a_unit]]*/ || COALESCE((SELECT k.id FROM unit_tree t JOIN units k ON k.id = t.ancestor_id
                                               WHERE t.descendant_id = d.owner_unit_id AND k.parent_id = :unit), d.owner_unit_id, 'none') /*[[/]]*/
                  /*[[a_class]]*/ || COALESCE((SELECT x.parent_code FROM terms x WHERE x.kind = 'class' AND x.code = c.class_code AND :class IS NULL),
                                              c.class_code, 'none') /*[[/]]*/
                  /*[[a_channel]]*/ || c.channel /*[[/]]*/
                  /*[[a_place]]*/ || COALESCE((SELECT k.id FROM unit_tree t JOIN units k ON k.id = t.ancestor_id
                                                WHERE t.descendant_id = c.place_unit_id AND k.parent_id = :place), c.place_unit_id, 'none') /*[[/]]*/ AS a,
               MAX(CASE WHEN d.status = 'met' THEN 0 ELSE 1 END) AS late
          FROM deadlines d CROSS JOIN cases c ON c.id = d.case_id
         WHERE {case.duty} AND {case.counted} {narrowed} GROUP BY 1, d.case_id) g
 GROUP BY 1 ORDER BY 1

-- name: count_blind  mode: read  rows: one
-- doc: Grants by which the actor may count what they may not read.
-- in: actor text, today int
-- out: total int
SELECT COUNT(*) FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.count'
 WHERE g.account_id = :actor AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today
   AND g.scope <> 'own' AND NOT EXISTS (SELECT 1 FROM role_permissions r WHERE r.role = g.role AND r.permission = 'case.read')
