-- 第 and 号 are left out of what a case is found under, as people leave them out. Where two writings of one number were
-- kept as two cases, both stay as they are: the case system's next file says which is right.
UPDATE cases
SET number_key = replace(replace(number_key, '第', ''), '号', '')
WHERE number_key IN (
    SELECT MIN(number_key)
    FROM cases
    GROUP BY replace(replace(number_key, '第', ''), '号', '')
    HAVING COUNT(*) = 1
);
