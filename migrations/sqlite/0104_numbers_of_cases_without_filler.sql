-- 第 and 号 are left out of what a case is found under, as people leave them out. Of two writings of one number that were
-- kept as two cases, the one that the case system told of last stays.
DELETE FROM cases
WHERE id IN (
    SELECT id
    FROM (
        SELECT
            id,
            ROW_NUMBER() OVER (
                PARTITION BY replace(replace(replace(number_key, '第', ''), '号', ''), '號', '')
                ORDER BY updated_on DESC, number_key
            ) AS place
        FROM cases
    ) AS written
    WHERE place > 1
);
UPDATE cases SET number_key = replace(replace(replace(number_key, '第', ''), '号', ''), '號', '');
